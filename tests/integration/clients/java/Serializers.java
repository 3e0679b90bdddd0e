import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * The Java serializers 8.2: one step of a client's life.
 *
 * <p>Arguments: address of the registry, topic, directory of the schemas, step.
 */
public final class Serializers {
  private static final HexFormat HEX = HexFormat.of();

  private final Map<String, Object> settings;
  private final String topic;
  private final String subject;
  private final Path directory;
  private final SchemaRegistryClient client;

  private Serializers(String url, String topic, Path directory) {
    this.settings = Map.of("schema.registry.url", url);
    this.topic = topic;
    this.subject = topic + "-value";
    this.directory = directory;
    this.client = new CachedSchemaRegistryClient(url, 100);
  }

  public static void main(String[] arguments) throws Exception {
    Serializers life = new Serializers(arguments[0], arguments[1], Path.of(arguments[2]));
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
    KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer();
    deserializer.configure(settings, false);
    Schema reader = schema("v2").rawSchema();
    for (String line : Files.readAllLines(directory.resolve("records.txt"))) {
      System.out.println(deserializer.deserialize(topic, HEX.parseHex(line), reader));
    }
    int latest = client.getLatestSchemaMetadata(subject).getVersion();
    System.out.println("versions: " + client.getAllVersions(subject) + " latest: " + latest);
    System.out.println("latest text: " + client.getLatestSchemaMetadata(subject).getSchema());
    System.out.println("v1 is version " + client.getVersion(subject, schema("v1")));
    String elsewhere = ":." + topic.substring(0, topic.indexOf('.')) + ":stock/gr\u00f6\u00dfe 1";
    System.out.println("elsewhere: " + client.register(elsewhere, schema("v1")));
    System.out.println("elsewhere: " + client.getAllVersions(elsewhere));
  }

  private void refuse() throws Exception {
    List<String> reasons = client.testCompatibilityVerbose(subject, schema("refused"));
    System.out.println("reasons: " + reasons);
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
    KafkaAvroSerializer serializer = new KafkaAvroSerializer();
    serializer.configure(settings, false);
    GenericRecord record = new GenericData.Record(schema(name).rawSchema());
    fields.forEach(record::put);
    return serializer.serialize(topic, record);
  }

  private AvroSchema schema(String name) throws Exception {
    return new AvroSchema(Files.readString(directory.resolve(name + ".avsc")));
  }
}
