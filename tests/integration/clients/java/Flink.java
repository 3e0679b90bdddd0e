import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericData;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericDatumReader;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericDatumWriter;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;
import org.apache.flink.avro.shaded.org.apache.avro.io.BinaryEncoder;
import org.apache.flink.avro.shaded.org.apache.avro.io.DecoderFactory;
import org.apache.flink.avro.shaded.org.apache.avro.io.EncoderFactory;
import org.apache.flink.formats.avro.registry.confluent.ConfluentSchemaRegistryCoder;

/**
 * Flink's Avro format with the registry client 7.5 inside it: one step of a client's life.
 *
 * <p>Arguments: address of the registry, topic, directory of the schemas, step.
 */
public final class Flink {
  private static final HexFormat HEX = HexFormat.of();

  private final String topic;
  private final String subject;
  private final Path directory;
  private final SchemaRegistryClient client;
  private final ConfluentSchemaRegistryCoder coder;

  private Flink(String url, String topic, Path directory) {
    this.topic = topic;
    this.subject = topic + "-value";
    this.directory = directory;
    this.client = new CachedSchemaRegistryClient(url, 100);
    this.coder = new ConfluentSchemaRegistryCoder(subject, client);
  }

  public static void main(String[] arguments) throws Exception {
    Flink life = new Flink(arguments[0], arguments[1], Path.of(arguments[2]));
    switch (arguments[3]) {
      case "produce" -> life.produce();
      case "evolve" -> life.evolve();
      case "consume" -> life.consume();
      case "refuse" -> life.refuse();
      default -> throw new IllegalArgumentException(arguments[3]);
    }
  }

  private void produce() throws Exception {
    serialise("v1", Map.of("store", "a", "quantity", 7L));
    serialise("v1", Map.of("store", "b", "quantity", -1L));
  }

  private void evolve() throws Exception {
    System.out.println("compatible: " + client.testCompatibility(subject, schema("v2")));
    serialise("v2", Map.of("store", "c", "quantity", 3L, "unit", "box"));
    serialise("v1", Map.of("store", "d", "quantity", 4L));
  }

  private void consume() throws Exception {
    for (String line : Files.readAllLines(directory.resolve("records.txt"))) {
      ByteArrayInputStream data = new ByteArrayInputStream(HEX.parseHex(line));
      Schema writer = coder.readSchema(data);
      GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(writer, schema("v2"));
      System.out.println(reader.read(null, DecoderFactory.get().binaryDecoder(data, null)));
    }
    int latest = client.getLatestSchemaMetadata(subject).getVersion();
    System.out.println("versions: " + client.getAllVersions(subject) + " latest: " + latest);
    System.out.println("latest text: " + client.getLatestSchemaMetadata(subject).getSchema());
    System.out.println("v1 is version " + client.getVersion(subject, schema("v1")));
    // Letters beyond ASCII are more than this client can send.
    String elsewhere = ":." + topic.substring(0, topic.indexOf('.')) + ":stock/size 1";
    System.out.println("elsewhere: " + client.register(elsewhere, schema("v1")));
    System.out.println("elsewhere: " + client.getAllVersions(elsewhere));
  }

  private void refuse() throws Exception {
    System.out.println("compatible: " + client.testCompatibility(subject, schema("refused")));
    client.updateCompatibility(subject, "FULL");
    System.out.println("level: " + client.getCompatibility(subject));
    Map<String, Callable<Object>> attempts = new LinkedHashMap<>();
    attempts.put("incompatible", () -> encoded("refused", Map.of("store", "a", "quantity", "7")));
    attempts.put("unknown id", () -> client.getSchemaById(999999));
    attempts.put("unknown subject", () -> client.getLatestSchemaMetadata(topic + "-nobody"));
    attempts.put("unknown version", () -> client.getSchemaMetadata(subject, 9));
    attempts.put("unknown schema", () -> client.getVersion(subject, schema("refused")));
    attempts.put("unknown level", () -> client.updateCompatibility(subject, "SIDEWAYS"));
    attempts.put("no level", () -> client.getCompatibility(topic + "-nobody"));
    for (Map.Entry<String, Callable<Object>> attempt : attempts.entrySet()) {
      try {
        System.out.println(attempt.getKey() + ": answered " + attempt.getValue().call());
      } catch (Exception error) {
        System.out.println(attempt.getKey() + ": " + told(error));
      }
    }
    System.out.println("deleted: " + client.deleteSubject(subject));
  }

  private static String told(Throwable error) {
    String text = error.toString();
    if (error instanceof RestClientException refusal) {
      text += " (status " + refusal.getStatus() + ", code " + refusal.getErrorCode() + ")";
    }
    return error.getCause() == null ? text : text + "\n  caused by " + told(error.getCause());
  }

  private void serialise(String name, Map<String, Object> fields) throws Exception {
    byte[] data = encoded(name, fields);
    ByteBuffer buffer = ByteBuffer.wrap(data, 1, data.length - 1);
    int id = buffer.getInt();
    String rest = HEX.formatHex(data, buffer.position(), data.length);
    System.out.println(name + ": id " + id + ", bytes " + rest);
    String line = HEX.formatHex(data) + "\n";
    Files.writeString(
        directory.resolve("records.txt"),
        line,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private byte[] encoded(String name, Map<String, Object> fields) throws Exception {
    GenericRecord record = new GenericData.Record(schema(name));
    fields.forEach(record::put);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    coder.writeSchema(record.getSchema(), data);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(data, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
    encoder.flush();
    return data.toByteArray();
  }

  private Schema schema(String name) throws Exception {
    return new Schema.Parser().parse(directory.resolve(name + ".avsc").toFile());
  }
}
