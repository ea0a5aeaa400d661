package afterglow

/** The side-effect check after a session, and the page that answers it. */
public sealed interface EffectCalls : Asks {
    /** The check for now, ready to be filled in. Write it as a [SideEffectsEntry], then show [effectsAnswer]. */
    public suspend fun effectsView(): EffectsScreen = ask { effectsView() }

    /** What is said about what is marked so far, before it is kept. Red comes at once, above all else. */
    public suspend fun effectsSaid(form: SideEffects): EffectsSaid = ask { effectsSaid(form) }

    /** The page that answers a check. Where it names a safety event, that page comes first. */
    public suspend fun effectsAnswer(id: String): EffectsAnswerScreen = ask { effectsAnswer(id) }

    /** What was tapped on the page that answers a check. */
    public suspend fun chooseEffect(id: String, choice: EffectChoice): Unit = ask { chooseEffect(id, choice) }
}
