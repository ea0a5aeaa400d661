package afterglow

/** Photos and voice notes of an entry or a draft. */
public sealed interface AttachCalls : Asks {
    /**
     * Attaches a file to a draft or an entry. It is sealed and on disk when this returns. The file itself is not
     * deleted: delete it if it is a temporary one. Metadata of a photo (place, camera, times) is removed. Returns the
     * attachment's id.
     */
    public suspend fun attach(to: String, file: String, about: NewAttachment): String = ask { attach(to, file, about) }

    /** Attaches bytes, such as a photo that was just taken. */
    public suspend fun attachBytes(to: String, bytes: ByteArray, about: NewAttachment): String =
        ask { attachBytes(to, bytes, about) }

    /** Removes an attachment: here at once, on the server and from shared copies with the next sync. */
    public suspend fun removeAttachment(from: String, attachment: String): Unit =
        ask { removeAttachment(from, attachment) }

    /** The attachments of a draft or an entry, in their order. */
    public suspend fun attachments(of: String): List<Attachment> = ask { attachments(of) }

    /** The decrypted bytes of an attachment. Fails with `attachment_not_here` if it has to be fetched first. */
    public suspend fun attachmentBytes(of: String, attachment: String): ByteArray =
        ask { attachmentBytes(of, attachment) }

    /** Downloads an attachment, from where an earlier attempt stopped. Cancel safe. */
    public suspend fun fetchAttachment(of: String, attachment: String): Unit = ask { fetchAttachment(of, attachment) }
}
