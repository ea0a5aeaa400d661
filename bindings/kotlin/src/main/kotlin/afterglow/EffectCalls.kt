package afterglow

/** The side-effect check after a session, and the page that is shown in response. */
public sealed interface EffectCalls : Asks {
    /** The check for now, ready to be filled in. Write it as a [SideEffectsEntry], then show [effectsAnswer]. */
    public suspend fun effectsView(): EffectsScreen = ask { effectsView() }

    /**
     * The response to the effects marked so far, before the check is stored. Show a red one at once, above everything
     * else.
     */
    public suspend fun effectsAdvice(form: SideEffects): EffectsAdvice = ask { effectsAdvice(form) }

    /** The page that is shown in response to a check. If it names a safety event, show that event's page first. */
    public suspend fun effectsAnswer(id: String): EffectsAnswerScreen = ask { effectsAnswer(id) }

    /** Records a tap on the page that is shown in response to a check. */
    public suspend fun chooseEffect(id: String, choice: EffectChoice): Unit = ask { chooseEffect(id, choice) }
}
