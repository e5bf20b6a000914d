package io.x0tta6bl4.platform.console;

import java.util.ArrayList;
import java.util.List;

/** Aligned columns; the last one is cut to the width of a terminal. */
final class Table {
    private static final int GAP = 2;
    private static final int NARROWEST_LAST = 10;

    private final List<List<Cell>> rows = new ArrayList<>();

    /** A text, and the colour it has on a terminal. */
    record Cell(String text, Colour colour) {
        static Cell of(String text) {
            return new Cell(text, Colour.NONE);
        }
    }

    Table(String... head) {
        List<Cell> cells = new ArrayList<>();
        for (String name : head) cells.add(new Cell(name, Colour.BOLD));
        rows.add(cells);
    }

    /** Adds a row of texts and cells, as many as the head has. */
    Table row(Object... values) {
        List<Cell> cells = new ArrayList<>();
        for (Object value : values)
            cells.add(
                    value instanceof Cell cell
                            ? cell
                            : Cell.of(String.valueOf(value).replace('\n', ' ')));
        if (cells.size() != rows.getFirst().size())
            throw new IllegalArgumentException("a row has as many cells as the head");
        rows.add(cells);
        return this;
    }

    String render(Screen screen) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<Cell> row : rows)
            for (int i = 0; i < columns; i++)
                widths[i] = Math.max(widths[i], row.get(i).text().length());
        int before = 0;
        for (int i = 0; i < columns - 1; i++) before += widths[i] + GAP;
        int last = screen.columns() == 0 ? Integer.MAX_VALUE : Math.max(NARROWEST_LAST, screen.columns() - before);
        List<String> lines = new ArrayList<>();
        for (List<Cell> row : rows) lines.add(line(row, widths, last, screen));
        return String.join("\n", lines);
    }

    private static String line(List<Cell> row, int[] widths, int last, Screen screen) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            Cell cell = row.get(i);
            boolean end = i == row.size() - 1;
            String text = end ? cut(cell.text(), last) : cell.text();
            line.append(screen.paint(text, cell.colour()));
            if (!end) line.append(" ".repeat(widths[i] - text.length() + GAP));
        }
        return line.toString().stripTrailing();
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }
}
