// One request as JSON on standard input, one answer as JSON on standard output; bytes as hex.
import { readFileSync } from "node:fs"
import * as age from "age-encryption"

const operations = {
    async generate() {
        const identity = await age.generateHybridIdentity()
        return { identity, recipient: await age.identityToRecipient(identity) }
    },
    async derive({ identity }) {
        return { recipient: await age.identityToRecipient(identity) }
    },
    async seal({ recipients, text }) {
        const encrypter = new age.Encrypter()
        for (const recipient of recipients) encrypter.addRecipient(recipient)
        return { file: Buffer.from(await encrypter.encrypt(Buffer.from(text, "hex"))).toString("hex") }
    },
    async open({ identity, file }) {
        const decrypter = new age.Decrypter()
        decrypter.addIdentity(identity)
        return { text: Buffer.from(await decrypter.decrypt(Buffer.from(file, "hex"))).toString("hex") }
    },
}

const request = JSON.parse(readFileSync(0, "utf8"))
try {
    process.stdout.write(JSON.stringify(await operations[request.operation](request)))
} catch (error) {
    process.stdout.write(JSON.stringify({ refused: String(error.message ?? error) }))
}
