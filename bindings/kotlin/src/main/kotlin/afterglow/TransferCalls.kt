package afterglow

/** Export and import. Both take time. */
public sealed interface TransferCalls : Asks {
    /** The whole journal as JSON, without keys. */
    public suspend fun exportJson(): String = ask { exportJson() }

    /**
     * Exports everything into one file: a zip or, with a passphrase of at least eight characters, an encrypted archive.
     * Warn before a zip that it is not encrypted. A cancelled export leaves no file.
     */
    public suspend fun exportArchive(
        to: String,
        passphrase: String?,
        progress: (done: Int, of: Int) -> Boolean = { _, _ -> true },
    ): ExportReport = ask { exportArchive(to, passphrase, Steps(progress)) }

    /** Exports a folder of Markdown files, one for each entry, with photos and voice notes beside them. */
    public suspend fun exportMarkdown(
        folder: String,
        progress: (done: Int, of: Int) -> Boolean = { _, _ -> true },
    ): ExportReport = ask { exportMarkdown(folder, Steps(progress)) }

    /** Exports a PDF to read and print, with pictures and a chart of the mood. */
    public suspend fun exportPdf(
        to: String,
        form: PdfForm,
        progress: (done: Int, of: Int) -> Boolean = { _, _ -> true },
    ): ExportReport = ask { exportPdf(to, form, Steps(progress)) }

    /**
     * Imports an Afterglow export, another app's export, or a folder or zip of Markdown and text files. Imported
     * entries are private; the report names what cannot be read. Try it first with `onlyLook`.
     */
    public suspend fun import(
        from: String,
        form: ImportForm,
        progress: (done: Int, of: Int) -> Boolean = { _, _ -> true },
    ): ImportReport = ask { import(from, form, Steps(progress)) }

    /** The imports on this phone that can be undone, newest first. */
    public suspend fun imports(): List<PastImport> = ask { imports() }

    /** Undoes an import. Entries that were changed or shared since stay and are counted. */
    public suspend fun undoImport(id: String): UndoReport = ask { undoImport(id) }
}

/** Forwards the progress of the core. An exception of the listener cancels the task, like a `false`. */
private class Steps(private val told: (Int, Int) -> Boolean) : afterglow.core.Progress {
    override fun step(done: UInt, of: UInt): Boolean =
        runCatching { told(done.toInt(), of.toInt()) }.getOrDefault(false)
}
