package io.x0tta6bl4.replay.provider.cases;

import io.x0tta6bl4.analyze.api.Scene.Call;
import io.x0tta6bl4.replay.api.BadInput;
import io.x0tta6bl4.replay.api.CsvReader;
import io.x0tta6bl4.replay.api.CsvRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Who calls whom: a matrix (a row calls a column) or a list of pairs under {@code Source,Target}. */
record GraphFile(Set<String> nodes, Set<Call> calls) {

    static GraphFile read(Path file) throws BadInput {
        try (CsvReader csv = new CsvReader(file)) {
            CsvRow header = csv.header();
            List<String> names = header.fields().stream()
                    .map(f -> f.strip().toLowerCase(Locale.ROOT))
                    .toList();
            int source = index(names, "source", "caller", "from");
            int target = index(names, "target", "callee", "to", "destination");
            return source >= 0 && target >= 0 ? pairs(csv, source, target) : matrix(csv, header);
        }
    }

    private static int index(List<String> names, String... wanted) {
        for (String name : wanted) if (names.contains(name)) return names.indexOf(name);
        return -1;
    }

    private static GraphFile pairs(CsvReader csv, int source, int target) throws BadInput {
        Set<String> nodes = new TreeSet<>();
        Set<Call> calls = new HashSet<>();
        for (Optional<CsvRow> row = csv.next(); row.isPresent(); row = csv.next()) {
            String from = row.get().text(source, "source").strip();
            String to = row.get().text(target, "target").strip();
            if (from.isEmpty() || to.isEmpty()) throw row.get().bad("an edge needs both its ends");
            nodes.add(from);
            nodes.add(to);
            calls.add(new Call(from, to));
        }
        return new GraphFile(nodes, calls);
    }

    private static GraphFile matrix(CsvReader csv, CsvRow header) throws BadInput {
        List<String> columns = new ArrayList<>(
                header.fields().stream().skip(1).map(String::strip).toList());
        Set<String> nodes = new TreeSet<>(columns);
        if (columns.isEmpty()) throw header.bad("the graph names no nodes");
        if (nodes.size() < columns.size()) throw header.bad("the graph names a node twice");
        Set<Call> calls = new HashSet<>();
        for (Optional<CsvRow> row = csv.next(); row.isPresent(); row = csv.next()) {
            String caller = row.get().text(0, "node").strip();
            if (!nodes.contains(caller)) throw row.get().bad("the node '" + caller + "' is in no column");
            if (row.get().fields().size() != columns.size() + 1)
                throw row.get()
                        .bad("the row has " + (row.get().fields().size() - 1) + " fields for " + columns.size()
                                + " nodes");
            for (int i = 0; i < columns.size(); i++)
                if (row.get().number(i + 1, columns.get(i)) > 0) calls.add(new Call(caller, columns.get(i)));
        }
        return new GraphFile(nodes, calls);
    }
}
