#!/bin/sh
# The reference estate: clean, then read across its versions, then two changes to it,
# then all of it in a Schema Registry, which is ended and removed again.
# Run from the top of the checkout: make demo
set -u
estate=schemas/estate

say() {
    printf '\n── %s\n' "$1"
}

# expect CODE ARGUMENTS…: show the command, run it, and insist on its exit code.
expect() {
    code=$1
    shift
    printf '\n$ avrotower %s\n' "$*"
    avrotower "$@"
    found=$?
    if [ "$found" -ne "$code" ]; then
        printf 'the demo expected exit code %s and got %s\n' "$code" "$found" >&2
        exit 1
    fi
}

say 'The shop as it is today: three topics, each with a key and a value. All is well.'
expect 0 lint $estate/current

say 'Its history: today against the two versions before, at the strictest level. All is well.'
expect 0 breaking --against dir:$estate/v1 --against dir:$estate/v2 \
    --level FULL_TRANSITIVE $estate/current

say 'Somebody wants the store in the key of the stock to be optional.'
expect 1 lint $estate/proposals/nullable-key-field

say 'Somebody wants to count stock in an int. Here is why that breaks, and a record that proves it.'
expect 1 breaking --against dir:$estate/current $estate/proposals/quantity-long-to-int

say 'A Schema Registry in one process and one file; a real client registers the estate and reads it back.'
scratch=$(mktemp -d)
: >"$scratch/log"
registry=
finish() {
    test -z "$registry" || kill "$registry" 2>/dev/null
    rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 130' INT TERM

printf '\n$ avrotower serve --embedded registry.db --host 127.0.0.1 --port 0 --level FULL_TRANSITIVE &\n'
avrotower serve --embedded "$scratch/registry.db" --host 127.0.0.1 --port 0 \
    --level FULL_TRANSITIVE 2>"$scratch/log" &
registry=$!
until url=$(grep -o 'http://[0-9.:]*' "$scratch/log"); do
    if ! kill -0 "$registry" 2>/dev/null; then
        cat "$scratch/log" >&2
        exit 1
    fi
    sleep 0.1
done

printf '$ python schemas/demo_registry.py %s\n' "$url"
python schemas/demo_registry.py "$url" || exit 1

kill "$registry"
wait "$registry"
ended=$?
registry=
if [ "$ended" -ne 0 ]; then
    printf 'the registry ended with %s\n' "$ended" >&2
    exit 1
fi

say "That is what a gate is for. More such changes: $estate/proposals/README.md"
