// The sr package of franz-go: one step of a client's life.
// Arguments: address of the registry, topic, directory of the schemas, step.
package main

import (
	"context"
	"errors"
	"fmt"

	"clients/record"

	"github.com/hamba/avro/v2"
	"github.com/twmb/franz-go/pkg/sr"
)

var (
	life   = record.Read()
	ctx    = context.Background()
	client *sr.Client
)

func main() {
	var err error
	client, err = sr.NewClient(sr.URLs(life.URL))
	record.Must(err)
	steps := map[string]func(){
		"produce": produce, "evolve": evolve, "consume": consume, "refuse": refuse,
	}
	steps[life.Step]()
}

func schema(name string) sr.Schema {
	return sr.Schema{Schema: life.Schema(name), Type: sr.TypeAvro}
}

func serialise(name string, stock record.Stock) {
	created, err := client.CreateSchema(ctx, life.Subject(), schema(name))
	record.Must(err)
	parsed, err := avro.Parse(created.Schema.Schema)
	record.Must(err)
	serializer := sr.NewSerde()
	serializer.Register(created.ID, record.Stock{}, sr.EncodeFn(func(value any) ([]byte, error) {
		return avro.Marshal(parsed, value)
	}))
	data, err := serializer.Encode(stock)
	record.Must(err)
	life.Keep(name, created.ID, data)
	fmt.Println("  version", created.Version)
}

func produce() {
	serialise("v1", record.Stock{Store: "a", Quantity: 7})
	serialise("v1", record.Stock{Store: "b", Quantity: -1})
}

func evolve() {
	checked, err := client.CheckCompatibility(ctx, life.Subject(), -1, schema("v2"))
	record.Must(err)
	fmt.Println("compatible:", checked.Is)
	serialise("v2", record.Stock{Store: "c", Quantity: 3, Unit: "box"})
	serialise("v1", record.Stock{Store: "d", Quantity: 4})
}

func consume() {
	reader, err := avro.Parse(life.Schema("v2"))
	record.Must(err)
	header := new(sr.ConfluentHeader)
	for _, data := range life.Kept() {
		id, rest, err := header.DecodeID(data)
		record.Must(err)
		text, err := client.SchemaTextByID(ctx, id)
		record.Must(err)
		writer, err := avro.Parse(text)
		record.Must(err)
		resolved, err := avro.NewSchemaCompatibility().Resolve(reader, writer)
		record.Must(err)
		var stock record.Stock
		record.Must(avro.Unmarshal(resolved, rest, &stock))
		fmt.Printf("%+v\n", stock)
	}
	versions, err := client.SubjectVersions(ctx, life.Subject())
	record.Must(err)
	latest, err := client.SchemaByVersion(ctx, life.Subject(), -1)
	record.Must(err)
	fmt.Println("versions:", versions, "latest:", latest.Version)
	fmt.Println("latest text:", latest.Schema.Schema)
	found, err := client.LookupSchema(ctx, life.Subject(), schema("v1"))
	record.Must(err)
	fmt.Println("v1 is version", found.Version)
	usages, err := client.SchemaUsagesByID(ctx, found.ID)
	record.Must(err)
	fmt.Println("v1 is used by", usages[0].Subject)
	there := sr.InContext(ctx, life.Context())
	elsewhere, err := client.CreateSchema(there, record.Odd, schema("v1"))
	record.Must(err)
	fmt.Println("elsewhere:", elsewhere.ID, elsewhere.Subject, elsewhere.Version)
}

func refuse() {
	checked, err := client.CheckCompatibility(ctx, life.Subject(), -1, schema("refused"))
	record.Must(err)
	fmt.Println("compatible:", checked.Is, checked.Messages)
	full := sr.SetCompatibility{Level: sr.CompatFull}
	record.Must(client.SetCompatibility(ctx, full, life.Subject())[0].Err)
	fmt.Println("level:", client.Compatibility(ctx, life.Subject())[0].Level)

	_, err = client.CreateSchema(ctx, life.Subject(), schema("refused"))
	show("incompatible", err)
	_, err = client.CreateSchema(ctx, life.Subject(), schema("invalid"))
	show("no schema", err)
	_, err = client.SchemaByID(ctx, 999999)
	show("unknown id", err)
	_, err = client.SchemaByVersion(ctx, life.Nobody(), -1)
	show("unknown subject", err)
	_, err = client.SchemaByVersion(ctx, life.Subject(), 9)
	show("unknown version", err)
	_, err = client.LookupSchema(ctx, life.Subject(), schema("refused"))
	show("unknown schema", err)
	show("no level", client.Compatibility(ctx, life.Nobody())[0].Err)

	deleted, err := client.DeleteSubject(ctx, life.Subject(), sr.SoftDelete)
	record.Must(err)
	fmt.Println("deleted:", deleted)
}

func show(name string, err error) {
	var refusal *sr.ResponseError
	if errors.As(err, &refusal) {
		known := refusal.SchemaError()
		fmt.Printf("%s: %v (status %d, code %d, %v)\n", name, err, refusal.StatusCode, refusal.ErrorCode, known)
		return
	}
	fmt.Printf("%s: %v\n", name, err)
}
