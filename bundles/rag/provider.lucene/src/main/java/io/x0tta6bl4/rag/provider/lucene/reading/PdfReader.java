package io.x0tta6bl4.rag.provider.lucene.reading;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.apache.pdfbox.pdmodel.DefaultResourceCache;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;

/** PDF by PDFBox, a page at a time, with what it unpacks on disk and not in memory. */
final class PdfReader {
    private PdfReader() {}

    static Header read(Path file, Consumer<Piece> out, Limits limits) throws IOException, Unreadable {
        try (RandomAccessReadBufferedFile content = new RandomAccessReadBufferedFile(file);
                PDDocument document = Loader.loadPDF(content, IOUtils.createTempFileOnlyStreamCache())) {
            if (document.isEncrypted()) throw new Unreadable("it is encrypted; store it without a password");
            document.setResourceCache(new NoImages());
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setSortByPosition(false);
            int pages = document.getNumberOfPages();
            boolean any = false;
            for (int page = 1; page <= pages; page++) {
                limits.check();
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                String text = stripper.getText(document).strip();
                if (text.isEmpty()) continue;
                any = true;
                limits.read(text.length());
                out.accept(new Piece(text, "", page, page, Piece.Kind.RECORD));
            }
            if (!any)
                throw new Unreadable("its " + pages + " pages hold no text, only pictures; recognise the text first");
            String title = document.getDocumentInformation().getTitle();
            return new Header(title == null ? "" : title.strip(), "page", Map.of());
        } catch (InvalidPasswordException e) {
            throw new Unreadable("it is encrypted; store it without a password");
        } catch (NoClassDefFoundError e) {
            throw new Unreadable("it is encrypted for certificates, which is not read here; store it without");
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
