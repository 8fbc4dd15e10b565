// Checks C2SP tlog-proofs with nothing but Node's own SHA-256 and Ed25519. One request as JSON on standard input, one answer on standard output.
import { createHash, createPublicKey, verify } from "node:crypto"
import { readFileSync } from "node:fs"

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest()
const node = (left, right) => sha256(Buffer.from([1]), left, right)

// RFC 9162, 2.1.3.2.
function rootOf(leaf, index, size, hashes) {
    let [fn, sn, root] = [index, size - 1n, leaf]
    for (const hash of hashes) {
        if (sn === 0n) throw new Error("too many hashes")
        if (fn % 2n === 1n || fn === sn) {
            root = node(hash, root)
            while (fn % 2n === 0n && fn !== 0n) [fn, sn] = [fn / 2n, sn / 2n]
        } else {
            root = node(root, hash)
        }
        ;[fn, sn] = [fn / 2n, sn / 2n]
    }
    if (sn !== 0n) throw new Error("too few hashes")
    return root
}

// C2SP signed-note, key type 1.
function checkpointOf(note, vkey) {
    const [name, id, ...rest] = vkey.split("+")
    const key = Buffer.from(rest.join("+"), "base64")
    if (key[0] !== 1 || key.length !== 33) throw new Error("not an Ed25519 verifier key")
    const computed = sha256(name, "\n", key).subarray(0, 4)
    if (computed.toString("hex") !== id) throw new Error("key id")
    const at = note.lastIndexOf("\n\n")
    const [text, lines] = [note.slice(0, at + 1), note.slice(at + 2).split("\n")]
    const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key.subarray(1)])
    const publicKey = createPublicKey({ key: spki, format: "der", type: "spki" })
    const signed = lines.some((line) => {
        const [dash, signer, signature] = line.split(" ")
        const bytes = Buffer.from(signature ?? "", "base64")
        const fits = dash === "—" && signer === name && bytes.length === 68 && bytes.subarray(0, 4).equals(computed)
        return fits && verify(null, Buffer.from(text), publicKey, bytes.subarray(4))
    })
    if (!signed) throw new Error("no signature of this key")
    const [origin, size, root] = text.split("\n")
    return { origin, size: BigInt(size), root: Buffer.from(root, "base64") }
}

function check({ entry, proof, vkey }) {
    const at = proof.indexOf("\n\n")
    const [version, index, ...hashes] = proof.slice(0, at).split("\n")
    if (version !== "c2sp.org/tlog-proof@v1" || !index.startsWith("index ")) throw new Error("not a tlog-proof")
    const checkpoint = checkpointOf(proof.slice(at + 2), vkey)
    const leaf = sha256(Buffer.from([0]), Buffer.from(entry, "hex"))
    const place = BigInt(index.slice(6))
    if (place >= checkpoint.size) throw new Error("beyond the tree")
    const root = rootOf(leaf, place, checkpoint.size, hashes.map((hash) => Buffer.from(hash, "base64")))
    if (!root.equals(checkpoint.root)) throw new Error("another root")
    return { origin: checkpoint.origin, index: Number(place) }
}

const request = JSON.parse(readFileSync(0, "utf8"))
try {
    process.stdout.write(JSON.stringify(check(request)))
} catch (error) {
    process.stdout.write(JSON.stringify({ refused: String(error.message ?? error) }))
}
