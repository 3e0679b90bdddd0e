// Package record has what both programs send, and where they keep it.
package record

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Stock is a record of either version; the first one has no unit.
type Stock struct {
	Store    string `avro:"store" json:"store"`
	Quantity int64  `avro:"quantity" json:"quantity"`
	Unit     string `avro:"unit" json:"unit"`
}

// Life is what a step is given on its command line.
type Life struct {
	URL, Topic, Directory, Step string
}

// Read returns the command line.
func Read() Life {
	return Life{os.Args[1], os.Args[2], os.Args[3], os.Args[4]}
}

// Subject is where the values of the topic have their schemas.
func (life Life) Subject() string { return life.Topic + "-value" }

// Nobody is a subject without schemas.
func (life Life) Nobody() string { return life.Topic + "-nobody" }

// Context is one that nobody else uses.
func (life Life) Context() string {
	token, _, _ := strings.Cut(life.Topic, ".")
	return "." + token
}

// Odd is a name with letters that a client has to encode.
const Odd = "stock/größe 1"

// Schema returns the text of a schema by its name.
func (life Life) Schema(name string) string {
	text, err := os.ReadFile(filepath.Join(life.Directory, name+".avsc"))
	Must(err)
	return string(text)
}

// Keep shows a message and adds it to what the next process reads.
func (life Life) Keep(name string, id int, data []byte) {
	fmt.Printf("%s: id %d, bytes %s\n", name, id, hex.EncodeToString(data[5:]))
	file, err := os.OpenFile(life.records(), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	Must(err)
	_, err = fmt.Fprintln(file, hex.EncodeToString(data))
	Must(err)
	Must(file.Close())
}

// Kept returns the messages of earlier processes.
func (life Life) Kept() [][]byte {
	text, err := os.ReadFile(life.records())
	Must(err)
	var kept [][]byte
	for _, line := range strings.Fields(string(text)) {
		data, err := hex.DecodeString(line)
		Must(err)
		kept = append(kept, data)
	}
	return kept
}

func (life Life) records() string { return filepath.Join(life.Directory, "records.txt") }

// Must ends the program where a step that ought to work does not.
func Must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
