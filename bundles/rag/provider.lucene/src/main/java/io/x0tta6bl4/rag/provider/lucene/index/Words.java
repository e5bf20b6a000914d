package io.x0tta6bl4.rag.provider.lucene.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.core.FlattenGraphFilter;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * The words of a text: English ones by their stem, those of other languages as they are, and names made of several words
 * ({@code KubePodCrashLooping}, {@code max_open_files}, {@code nginx.conf}) whole and in their parts. In the field of
 * beginnings, how each part begins.
 */
final class Words extends Analyzer {
    private static final int PARTS = WordDelimiterGraphFilter.GENERATE_WORD_PARTS
            | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS
            | WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE
            | WordDelimiterGraphFilter.STEM_ENGLISH_POSSESSIVE;

    /** Names no field of the index: every word of a question, the small ones too. */
    private static final String ASKED = "asked";

    Words() {
        super(PER_FIELD_REUSE_STRATEGY);
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
        Tokenizer source = new StandardTokenizer();
        boolean begin = field.equals(ChunkIndex.BEGINNINGS);
        int parts = begin ? PARTS : PARTS | WordDelimiterGraphFilter.PRESERVE_ORIGINAL;
        TokenStream words = new FlattenGraphFilter(new WordDelimiterGraphFilter(source, parts, null));
        words = new LowerCaseFilter(words);
        if (!field.equals(ASKED)) words = new StopFilter(words, EnglishAnalyzer.getDefaultStopSet());
        return new TokenStreamComponents(source, begin ? new Beginning(words) : new PorterStemFilter(words));
    }

    /** The words of a question by their stems, in alphabetical order: what stays when case, order, commas and endings go. */
    List<String> asked(String text) throws IOException {
        List<String> words = new ArrayList<>();
        try (TokenStream stream = tokenStream(ASKED, text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) words.add(term.toString());
            stream.end();
        }
        words.sort(null);
        return words;
    }

    @Override
    protected TokenStream normalize(String field, TokenStream words) {
        return new LowerCaseFilter(words);
    }
}
