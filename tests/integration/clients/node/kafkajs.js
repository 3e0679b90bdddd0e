// @kafkajs/confluent-schema-registry: one step of a client's life.
// Arguments: address of the registry, topic, directory of the schemas, step.

"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { SchemaRegistry, SchemaType } = require("@kafkajs/confluent-schema-registry");

const [host, topic, directory, step] = process.argv.slice(2);
const subject = `${topic}-value`;
const records = path.join(directory, "records.txt");
const registry = new SchemaRegistry({ host, retry: { retries: 0 } });

function text(name) {
  return fs.readFileSync(path.join(directory, `${name}.avsc`), "utf8");
}

function schema(name) {
  return { type: SchemaType.AVRO, schema: text(name) };
}

async function serialise(name, record) {
  const { id } = await registry.register(schema(name), { subject });
  const data = await registry.encode(id, record);
  console.log(`${name}: id ${data.readInt32BE(1)}, bytes ${data.toString("hex", 5)}`);
  fs.appendFileSync(records, `${data.toString("hex")}\n`);
}

const steps = {
  async produce() {
    await serialise("v1", { store: "a", quantity: 7 });
    await serialise("v1", { store: "b", quantity: -1 });
  },

  async evolve() {
    await serialise("v2", { store: "c", quantity: 3, unit: "box" });
    await serialise("v1", { store: "d", quantity: 4 });
  },

  async consume() {
    const readerSchema = JSON.parse(text("v2"));
    for (const line of fs.readFileSync(records, "utf8").trim().split("\n")) {
      const options = { [SchemaType.AVRO]: { readerSchema } };
      const record = await registry.decode(Buffer.from(line, "hex"), options);
      console.log(JSON.stringify(record));
    }
    const latest = await registry.getLatestSchemaId(subject);
    console.log(`latest: id ${latest}`);
    console.log("latest text:", JSON.stringify(await registry.getSchema(latest)));
    console.log(`v1 is id ${await registry.getRegistryIdBySchema(subject, schema("v1"))}`);
    const elsewhere = `:.${topic.split(".")[0]}:stock/größe 1`;
    console.log("elsewhere:", await registry.register(schema("v1"), { subject: elsewhere }));
    console.log("elsewhere:", await registry.getLatestSchemaId(elsewhere));
  },

  async refuse() {
    const nobody = `${topic}-nobody`;
    const attempts = {
      "other level": () =>
        registry.register(schema("v1"), { subject, compatibility: "FULL" }),
      incompatible: () => registry.register(schema("refused"), { subject }),
      "no schema": () => registry.register(schema("invalid"), { subject }),
      "unknown id": () => registry.getSchema(999999),
      "unknown subject": () => registry.getLatestSchemaId(nobody),
      "unknown version": () => registry.getRegistryId(subject, 9),
      "unknown schema": () => registry.getRegistryIdBySchema(subject, schema("refused")),
    };
    for (const [name, attempt] of Object.entries(attempts)) {
      try {
        console.log(`${name}: answered`, await attempt());
      } catch (error) {
        console.log(`${name}: ${error.name}: ${error.message} (status ${error.status})`);
      }
    }
  },
};

steps[step]().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
