import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** The in-process model of LangChain4j beside ours: a line on standard input asks for a round, the answer is wall and processor time. */
final class LangChain4jPeer {
    private LangChain4jPeer() {}

    public static void main(String[] args) throws Exception {
        var model = new BgeSmallEnV15QuantizedEmbeddingModel();
        List<TextSegment> texts = Files.readAllLines(Path.of(args[0])).stream()
                .map(line -> TextSegment.from(new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8)))
                .toList();
        StringBuilder vectors = new StringBuilder();
        for (Embedding one : model.embedAll(texts).content()) {
            for (float value : one.vector()) vectors.append(value).append(' ');
            vectors.append('\n');
        }
        Files.writeString(Path.of(args[1]), vectors);
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        System.out.println("ready");
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        while (in.readLine() != null) {
            long cpu = system.getProcessCpuTime();
            long begun = System.nanoTime();
            model.embedAll(texts);
            System.out.println((System.nanoTime() - begun) + " " + (system.getProcessCpuTime() - cpu));
        }
        System.exit(0);
    }
}
