// @confluentinc/schemaregistry: one step of a client's life.
// Arguments: address of the registry, topic, directory of the schemas, step.

"use strict";

const fs = require("node:fs");
const path = require("node:path");
const {
  AvroDeserializer,
  AvroSerializer,
  Compatibility,
  SchemaRegistryClient,
  SerdeType,
} = require("@confluentinc/schemaregistry");

const [url, topic, directory, step] = process.argv.slice(2);
const subject = `${topic}-value`;
const records = path.join(directory, "records.txt");
const client = new SchemaRegistryClient({ baseURLs: [url] });

function schema(name) {
  const text = fs.readFileSync(path.join(directory, `${name}.avsc`), "utf8");
  return { schemaType: "AVRO", schema: text };
}

async function serialise(name, record) {
  const useSchemaId = await client.register(subject, schema(name));
  const serializer = new AvroSerializer(client, SerdeType.VALUE, {
    autoRegisterSchemas: false,
    useSchemaId,
  });
  const data = await serializer.serialize(topic, record);
  console.log(`${name}: id ${data.readInt32BE(1)}, bytes ${data.toString("hex", 5)}`);
  fs.appendFileSync(records, `${data.toString("hex")}\n`);
}

const steps = {
  async produce() {
    await serialise("v1", { store: "a", quantity: 7 });
    await serialise("v1", { store: "b", quantity: -1 });
  },

  async evolve() {
    console.log("compatible:", await client.testSubjectCompatibility(subject, schema("v2")));
    await serialise("v2", { store: "c", quantity: 3, unit: "box" });
    await serialise("v1", { store: "d", quantity: 4 });
  },

  async consume() {
    const deserializer = new AvroDeserializer(client, SerdeType.VALUE, {
      useLatestVersion: true,
    });
    for (const line of fs.readFileSync(records, "utf8").trim().split("\n")) {
      const record = await deserializer.deserialize(topic, Buffer.from(line, "hex"));
      console.log(JSON.stringify(record));
    }
    const latest = await client.getLatestSchemaMetadata(subject);
    console.log("versions:", await client.getAllVersions(subject), "latest:", latest.version);
    console.log("latest text:", latest.schema);
    console.log("v1 is version", await client.getVersion(subject, schema("v1")));
    const elsewhere = `:.${topic.split(".")[0]}:stock/größe 1`;
    console.log("elsewhere:", await client.register(elsewhere, schema("v1")));
    console.log("elsewhere:", (await client.getLatestSchemaMetadata(elsewhere)).subject);
  },

  async refuse() {
    const compatible = await client.testSubjectCompatibility(subject, schema("refused"));
    console.log("compatible:", compatible);
    await client.updateCompatibility(subject, Compatibility.FULL);
    console.log("level:", await client.getCompatibility(subject));
    const nobody = `${topic}-nobody`;
    const attempts = {
      incompatible: () => client.register(subject, schema("refused")),
      "no schema": () => client.register(subject, schema("invalid")),
      "unknown id": () => client.getBySubjectAndId(subject, 999999),
      "unknown subject": () => client.getLatestSchemaMetadata(nobody),
      "unknown version": () => client.getSchemaMetadata(subject, 9),
      "unknown schema": () => client.getVersion(subject, schema("refused")),
      "unknown level": () => client.updateCompatibility(subject, "SIDEWAYS"),
      "no level": () => client.getCompatibility(nobody),
    };
    for (const [name, attempt] of Object.entries(attempts)) {
      try {
        console.log(`${name}: answered`, await attempt());
      } catch (error) {
        console.log(`${name}: ${error} (status ${error.status}, code ${error.errorCode})`);
      }
    }
    console.log("deleted:", await client.deleteSubject(subject));
  },
};

steps[step]().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
