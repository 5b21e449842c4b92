#!/usr/bin/env bash
# Who may include whom, and which library stays behind which door: the table of docs/architecture.md.
set -euo pipefail
cd "$(dirname "$0")/../.."

awk '
function room_of(path) { return path ~ /^cli\// ? "cli" : path == "server/main.cc" ? "main" : folder_of(path) }
function folder_of(path,   parts) { split(path, parts, "/"); return parts[2] }
BEGIN {
  # Our own rooms, below and level.
  below["base"] = " base "
  below["store"] = " base store sql "
  below["domain"] = " base store sql domain "
  below["reporting"] = " base store sql domain reporting "
  below["interchange"] = " base store sql domain interchange "
  below["api"] = " base store sql domain reporting interchange api "
  below["jobs"] = " base store sql domain reporting interchange jobs "
  below["web"] = " base store sql domain reporting web "
  below["main"] = " base store sql domain reporting interchange api jobs web "
  below["cli"] = " base cli "
  # Of store, those above see units of work and not what they are made of.
  open_store = " tx.h list.h page.h work.h query.h json.h row.h search_text.h tile_reader.h blanking.h once.h "
  # A library, and the rooms that may open its door.
  door["soci/"] = " store "; door["sqlite3.h"] = " store "; door["libpq-fe.h"] = " store "
  door["grpcpp/"] = " api cli main "; door["grpc/"] = " api cli main "
  door["CLI/"] = " cli main "; door["kainjow/"] = " reporting "; door["microhttpd.h"] = " web "; door["libical/"] = " interchange "
  door["xlsxwriter.h"] = " cli "; door["orcus/"] = " cli "
}
function complain(text) { printf "%s:%d: %s\n", FILENAME, FNR, text; bad = 1 }
FNR == 1 { room = room_of(FILENAME) }
/^#include "/ {
  split($0, quoted, "\""); header = quoted[2]
  split(header, parts, "/")
  if (header ~ /^(almanac\/v1|google\/rpc)\//) next
  if (index(below[room], " " parts[1] " ") == 0) complain(room " may not include " header)
  else if (parts[1] == "store" && room != "store" && room != "main" && room != "api" && room != "jobs" &&
           index(open_store, " " parts[2] " ") == 0)
    complain(room " may not include " header ": it is how store works inside")
}
/^#include </ {
  split($0, quoted, /[<>]/); header = quoted[2]
  for (library in door)
    if (index(header, library) == 1 && index(door[library], " " room " ") == 0) complain(header " stays behind the door of" door[library])
}
/system_clock::now/ && room ~ /^(store|domain|reporting|interchange)$/ { complain("time is read from the Clock, by Tx") }
/grpc\.pb\.h/ { complain("no service code is generated: handlers are found by descriptor") }
/"(SELECT|INSERT INTO|DELETE FROM) / && room != "store" { complain("SQL text lives in sql/queries") }
/using namespace std;/ { complain("names are spelled out") }
END { exit bad }
' server/*/*.cc server/*/*.h server/main.cc cli/*.cc cli/*.h
