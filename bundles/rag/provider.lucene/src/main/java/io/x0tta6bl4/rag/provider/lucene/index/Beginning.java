package io.x0tta6bl4.rag.provider.lucene.index;

import java.io.IOException;
import java.text.Normalizer;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * The first five letters of a word, without accents: a stem for languages of which nothing is known. Cutting words at a fixed
 * length is nearly as good as a stemmer made for the language (McNamee and Mayfield, Character N-Gram Tokenization for European
 * Language Text Retrieval, 2004), and nobody has to say which language it is.
 */
final class Beginning extends TokenFilter {
    private static final int LETTERS = 5;

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);

    Beginning(TokenStream words) {
        super(words);
    }

    @Override
    public boolean incrementToken() throws IOException {
        if (!input.incrementToken()) return false;
        String begin = of(term.toString());
        term.setEmpty().append(begin);
        return true;
    }

    static String of(String word) {
        int[] letters = Normalizer.normalize(word, Normalizer.Form.NFD)
                .codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .limit(LETTERS)
                .toArray();
        return letters.length == 0 ? word : new String(letters, 0, letters.length);
    }
}
