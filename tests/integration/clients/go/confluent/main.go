// The schemaregistry package of confluent-kafka-go: one step of a client's life.
// Arguments: address of the registry, topic, directory of the schemas, step.
package main

import (
	"encoding/binary"
	"errors"
	"fmt"

	"clients/record"

	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/rest"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde/avrov2"
)

var (
	life   = record.Read()
	client schemaregistry.Client
)

func main() {
	var err error
	client, err = schemaregistry.NewClient(schemaregistry.NewConfig(life.URL))
	record.Must(err)
	steps := map[string]func(){
		"produce": produce, "evolve": evolve, "consume": consume, "refuse": refuse,
	}
	steps[life.Step]()
}

func schema(name string) schemaregistry.SchemaInfo {
	return schemaregistry.SchemaInfo{Schema: life.Schema(name)}
}

func serialise(name string, stock record.Stock) {
	id, err := client.Register(life.Subject(), schema(name), false)
	record.Must(err)
	settings := avrov2.NewSerializerConfig()
	settings.AutoRegisterSchemas = false
	settings.UseSchemaID = id
	serializer, err := avrov2.NewSerializer(client, serde.ValueSerde, settings)
	record.Must(err)
	data, err := serializer.Serialize(life.Topic, &stock)
	record.Must(err)
	life.Keep(name, int(binary.BigEndian.Uint32(data[1:5])), data)
}

func produce() {
	serialise("v1", record.Stock{Store: "a", Quantity: 7})
	serialise("v1", record.Stock{Store: "b", Quantity: -1})
}

func evolve() {
	compatible, err := client.TestSubjectCompatibility(life.Subject(), schema("v2"))
	record.Must(err)
	fmt.Println("compatible:", compatible)
	serialise("v2", record.Stock{Store: "c", Quantity: 3, Unit: "box"})
	serialise("v1", record.Stock{Store: "d", Quantity: 4})
}

func consume() {
	settings := avrov2.NewDeserializerConfig()
	settings.UseLatestVersion = true
	deserializer, err := avrov2.NewDeserializer(client, serde.ValueSerde, settings)
	record.Must(err)
	for _, data := range life.Kept() {
		var stock record.Stock
		record.Must(deserializer.DeserializeInto(life.Topic, data, &stock))
		fmt.Printf("%+v\n", stock)
	}
	versions, err := client.GetAllVersions(life.Subject())
	record.Must(err)
	latest, err := client.GetLatestSchemaMetadata(life.Subject())
	record.Must(err)
	fmt.Println("versions:", versions, "latest:", latest.Version)
	fmt.Println("latest text:", latest.Schema)
	version, err := client.GetVersion(life.Subject(), schema("v1"), false)
	record.Must(err)
	fmt.Println("v1 is version", version)
	elsewhere := ":" + life.Context() + ":" + record.Odd
	id, err := client.Register(elsewhere, schema("v1"), false)
	record.Must(err)
	found, err := client.GetLatestSchemaMetadata(elsewhere)
	record.Must(err)
	fmt.Println("elsewhere:", id, found.Subject)
}

func refuse() {
	compatible, err := client.TestSubjectCompatibility(life.Subject(), schema("refused"))
	record.Must(err)
	fmt.Println("compatible:", compatible)
	_, err = client.UpdateCompatibility(life.Subject(), schemaregistry.Full)
	record.Must(err)
	level, err := client.GetCompatibility(life.Subject())
	record.Must(err)
	fmt.Println("level:", level.String())

	_, err = client.Register(life.Subject(), schema("refused"), false)
	show("incompatible", err)
	_, err = client.Register(life.Subject(), schema("invalid"), false)
	show("no schema", err)
	_, err = client.GetBySubjectAndID(life.Subject(), 999999)
	show("unknown id", err)
	_, err = client.GetLatestSchemaMetadata(life.Nobody())
	show("unknown subject", err)
	_, err = client.GetSchemaMetadata(life.Subject(), 9)
	show("unknown version", err)
	_, err = client.GetVersion(life.Subject(), schema("refused"), false)
	show("unknown schema", err)
	_, err = client.GetCompatibility(life.Nobody())
	show("no level", err)

	deleted, err := client.DeleteSubject(life.Subject(), false)
	record.Must(err)
	fmt.Println("deleted:", deleted)
}

func show(name string, err error) {
	var refusal *rest.Error
	if errors.As(err, &refusal) {
		fmt.Printf("%s: %v (code %d)\n", name, err, refusal.Code)
		return
	}
	fmt.Printf("%s: %v\n", name, err)
}
