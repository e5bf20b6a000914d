package io.x0tta6bl4.rag.provider.lucene.reading;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.apache.pdfbox.pdmodel.DefaultResourceCache;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/** PDF by PDFBox, a page at a time, with what it unpacks on disk and not in memory. */
final class PdfReader {
    private PdfReader() {}

    static Header read(Path file, Consumer<Piece> out, Limits limits) throws IOException, Unreadable {
        try (RandomAccessReadBufferedFile content = new RandomAccessReadBufferedFile(file);
                PDDocument document = Loader.loadPDF(content, IOUtils.createTempFileOnlyStreamCache())) {
            if (document.isEncrypted()) throw new Unreadable("it is encrypted; store it without a password");
            document.setResourceCache(new NoImages());
            int pages = document.getNumberOfPages();
            Pages each = new Pages(out, limits);
            each.writeText(document, each.page);
            if (!each.any)
                throw new Unreadable("its " + pages + " pages hold no text, only pictures; recognise the text first");
            String title = document.getDocumentInformation().getTitle();
            return new Header(title == null ? "" : title.strip(), "page", Map.of());
        } catch (Left left) {
            throw left.reason;
        } catch (InvalidPasswordException e) {
            throw new Unreadable("it is encrypted; store it without a password");
        } catch (NoClassDefFoundError e) {
            throw new Unreadable("it is encrypted for certificates, which is not read here; store it without");
        }
    }

    /** Hands on page after page, in one walk through the document; looks up now and then within a page. */
    private static final class Pages extends PDFTextStripper {
        private static final int LOOKS_UP = 4096;

        private final StringWriter page = new StringWriter();
        private final Consumer<Piece> out;
        private final Limits limits;
        private boolean any;
        private int steps;
        private int glyphs;

        private Pages(Consumer<Piece> out, Limits limits) {
            this.out = out;
            this.limits = limits;
            setSortByPosition(false);
        }

        @Override
        protected void startPage(PDPage begun) {
            glyphs = 0;
            page.getBuffer().setLength(0);
            step(LOOKS_UP);
        }

        @Override
        protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
            step(1);
            super.processOperator(operator, operands);
        }

        @Override
        protected void processTextPosition(TextPosition glyph) {
            step(1);
            if (++glyphs > Limits.PAGE)
                throw new Left(new Unreadable("page " + getCurrentPageNo() + " holds more than " + Limits.PAGE
                        + " characters, which is no page"));
            super.processTextPosition(glyph);
        }

        private void step(int many) {
            steps += many;
            if (steps < LOOKS_UP) return;
            steps = 0;
            try {
                limits.check();
            } catch (Unreadable e) {
                throw new Left(e);
            }
        }

        @Override
        protected void endPage(PDPage ended) {
            String text = page.toString().strip();
            if (text.isEmpty()) return;
            any = true;
            try {
                limits.read(text.length());
            } catch (Unreadable e) {
                throw new Left(e);
            }
            out.accept(new Piece(text, "", getCurrentPageNo(), getCurrentPageNo(), Piece.Kind.RECORD));
        }
    }

    /** The parser lets only what is unchecked through. */
    private static final class Left extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final Unreadable reason;

        private Left(Unreadable reason) {
            super(reason);
            this.reason = reason;
        }
    }

    /** Pictures say nothing to a reader of text. */
    private static final class NoImages extends DefaultResourceCache {
        @Override
        public void put(
                org.apache.pdfbox.cos.COSObject indirect, org.apache.pdfbox.pdmodel.graphics.PDXObject xobject) {
            // not kept
        }
    }
}
