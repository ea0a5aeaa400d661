package afterglow

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** A therapist at the portal's desk, run by the demo's program `therapist`. */
internal class Therapist(private val origin: String) {
    private val program = built("therapist")

    fun enrol(code: String) {
        ask("enrol", "--code", code, "--practice", "Harbour Street Practice")
    }

    /** Creates an invitation; returns the link of its QR code. */
    fun invite(label: String, purpose: CarePurpose = CarePurpose.CARE): String =
        ask("invite", label, "--for", purpose.name.lowercase()).text("link")

    fun revoke(link: String) {
        ask("revoke", link)
    }

    fun reply(care: Care, entry: EntryId, text: String) {
        ask("reply", care.id.value, entry.value, text)
    }

    fun review(care: Care, entry: EntryId) {
        ask("review", care.id.value, entry.value)
    }

    /** Assigns a measure to a client. */
    fun assign(care: Care, instrument: String) {
        ask("assign", care.id.value, instrument)
    }

    /** A client as the desk shows them, if known. */
    fun client(care: Care): Client? {
        val clients = ask("timeline").getValue("clients").jsonArray.map { Client(it.jsonObject) }
        return clients.firstOrNull { it.care == care.id.value }
    }

    private fun ask(vararg words: String): JsonObject = run(program, "--origin", origin, *words)
}

/** A client on the therapist's desk. */
internal class Client(private val shown: JsonObject) {
    private val timeline get() = shown.getValue("timeline").jsonObject

    val care: String get() = shown.text("care")
    val name: String get() = shown.text("name")
    val key: UInt get() = shown.getValue("key").jsonPrimitive.content.toUInt()
    val safetyWords: List<String> get() = shown.getValue("safetyWords").jsonArray.map { it.jsonPrimitive.content }

    /** The texts of all entries, newest first. */
    val texts: List<String>
        get() = timeline.getValue("sections").jsonArray
            .flatMap { section -> section.jsonObject.getValue("entries").jsonArray }
            .map { entry -> entry.jsonObject.getValue("words").jsonArray }
            .map { pieces -> pieces.joinToString("") { it.jsonObject.text("text") } }

    /** Everything that the desk shows of the client. */
    override fun toString(): String = shown.toString()
}
