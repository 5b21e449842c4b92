// Checks an exported log with the packages that Go's checksum database is checked with.
//
// usage: log FOLDER [OLDER-CHECKPOINT]
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func read(path ...string) []byte {
	data, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		log.Fatal(err)
	}
	return data
}

// The first three lines are the same in both; the first is the origin of C2SP, where Go's own log has its name.
func open(data []byte, verifier note.Verifier) tlog.Tree {
	signed, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		log.Fatal(err)
	}
	lines := strings.SplitN(signed.Text, "\n", 2)
	if lines[0] != verifier.Name() {
		log.Fatal("of another log: ", lines[0])
	}
	tree, err := tlog.ParseTree([]byte("go.sum database tree\n" + lines[1]))
	if err != nil {
		log.Fatal(err)
	}
	return tree
}

// Tiles of the folder, under the names that C2SP tlog-tiles gives them.
type folder string

func (f folder) Height() int { return 8 }
func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}
func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func main() {
	dir := os.Args[1]
	keys := strings.Fields(string(read(dir, "keys")))
	verifier, err := note.NewVerifier(keys[len(keys)-1])
	if err != nil {
		log.Fatal(err)
	}
	tree := open(read(dir, "checkpoint"), verifier)
	hashes := tlog.TileHashReader(tree, folder(dir))
	for n := int64(0); n < tree.N; n++ {
		// Every hash that is read is checked against the root.
		leaf, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
		if err != nil {
			log.Fatal(err)
		}
		proof, err := tlog.ProveRecord(tree.N, n, hashes)
		if err != nil {
			log.Fatal(err)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, n, leaf[0]); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Printf("%d leaves, signed by %s\n", tree.N, verifier.Name())
	if len(os.Args) > 2 {
		older := open(read(os.Args[2]), verifier)
		proof, err := tlog.ProveTree(tree.N, older.N, hashes)
		if err != nil {
			log.Fatal(err)
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, older.N, older.Hash); err != nil {
			log.Fatal(err)
		}
		fmt.Printf("goes on with the tree of %d\n", older.N)
	}
}
