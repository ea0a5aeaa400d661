package afterglow

/** Everything, to take along and to bring. All of it takes its time. */
public sealed interface TransferCalls : Asks {
    /** The whole journal as JSON, to take along. No keys are in it. */
    public suspend fun exportJson(): String = ask { exportJson() }

    /**
     * Writes everything into one file: a zip or, with a passphrase of at least eight signs, an archive that only the
     * passphrase opens. Say before a zip that it holds the journal in the clear. A stopped export leaves no file.
     */
    public suspend fun exportArchive(
        to: String,
        passphrase: String?,
        progress: (done: Int, of: Int) -> Boolean = { _, _ -> true },
    ): ExportReport = ask { exportArchive(to, passphrase, Steps(progress)) }

    /** Writes a folder of Markdown files, one an entry, with photos and voice notes beside them. */
    public suspend fun exportMarkdown(
        folder: String,
        progress: (done: Int, of: Int) -> Boolean = { _, _ -> true },
    ): ExportReport = ask { exportMarkdown(folder, Steps(progress)) }

    /** Writes a PDF to read and print, with pictures and the curve of the mood. */
    public suspend fun exportPdf(
        to: String,
        form: PdfForm,
        progress: (done: Int, of: Int) -> Boolean = { _, _ -> true },
    ): ExportReport = ask { exportPdf(to, form, Steps(progress)) }

    /**
     * Imports our own export, Day One's, or a folder or zip of Markdown and texts. Everything comes in private; what
     * cannot be read is named in the report, and the rest comes in. Look first with `only_look`.
     */
    public suspend fun import(
        from: String,
        form: ImportForm,
        progress: (done: Int, of: Int) -> Boolean = { _, _ -> true },
    ): ImportReport = ask { import(from, form, Steps(progress)) }

    /** The imports that were made on this phone and can be undone, the last one first. */
    public suspend fun imports(): List<PastImport> = ask { imports() }

    /** Removes everything that an import brought. What was changed or shared since stays and is counted. */
    public suspend fun undoImport(id: String): UndoReport = ask { undoImport(id) }
}

/** How far something is, as the core tells it. What the listener throws stops it, as a no does. */
private class Steps(private val told: (Int, Int) -> Boolean) : afterglow.core.Progress {
    override fun step(done: UInt, of: UInt): Boolean =
        runCatching { told(done.toInt(), of.toInt()) }.getOrDefault(false)
}
