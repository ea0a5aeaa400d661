import type { Admission, Call, Enrol, Who } from '$pkg/desk';
import type { PasswordProof } from '$lib/administration';
import { DeskFault } from './fault';
import type { Parts } from './parts';

/** Signing in, and everything else that needs a password, a second factor or a recovery code. */
export class Accounts {
  readonly #parts: Parts;
  readonly #admitted: (who: Who) => void;
  /** The second half of a sign-in or of a password change that waits for a code. */
  #finish: Call | undefined;
  /** The known server states that this browser has stored, of all accounts. */
  #memories: string[] = [];
  /** The device of a session that existed before the password was entered. */
  #before: string | undefined;

  constructor(parts: Parts, admitted: (who: Who) => void) {
    this.#parts = parts;
    this.#admitted = admitted;
  }

  /** The account of the session that this browser still has. This unlocks nothing. */
  async begin(): Promise<Who | undefined> {
    try {
      const admission = await this.#parts.net.refresh();
      this.#before = admission.device;
      return admission.who;
    } catch (thrown) {
      if (DeskFault.from(thrown).code === 'unauthenticated') return undefined;
      throw thrown;
    }
  }

  /** Sets what this browser has stored. Called before signing in. */
  recall(kept: string[]): void {
    this.#memories = kept;
  }

  /** Signs in, or unlocks a locked desk. */
  async signIn(handle: string, password: string, device: string): Promise<Who> {
    const { desk, net } = this.#parts;
    const started = await net.request(desk.signInStart(handle, password));
    this.#finish = desk.signInFinish(started, device);
    return this.secondFactor();
  }

  /**
   * The second half of signing in. Fails with `second_factor_required` if a second factor is set. It is then called
   * with a code of the authenticator app or a spare code.
   */
  async secondFactor(code?: string): Promise<Who> {
    return this.#admit(this.#parts.desk.signedIn(await this.#finished(code)));
  }

  /** Sends the second half of what `#finish` has begun, with or without a code. */
  async #finished(code?: string): Promise<Uint8Array> {
    if (!this.#finish) throw new DeskFault('not_ready', 'There is nothing to finish.');
    const body = { ...JSON.parse(this.#finish.body ?? '{}'), second_factor: code?.replaceAll(/\s/g, '') };
    const answer = await this.#parts.net.request({ ...this.#finish, body: JSON.stringify(body) });
    this.#finish = undefined;
    return answer;
  }

  /** Proves the password to the server, before an action that cannot be undone. */
  async prove(handle: string, password: string): Promise<PasswordProof> {
    const { desk, net } = this.#parts;
    const started = await net.request(desk.signInStart(handle, password));
    const { attempt, message } = JSON.parse(desk.signInFinish(started, '').body ?? '{}');
    return { attempt, message };
  }

  /** Begins the enrolment of staff. Returns the words of the recovery code, to be written down and confirmed. */
  async enrol(enrol: Enrol, password: string): Promise<string[]> {
    const { desk, net, world } = this.#parts;
    await this.#parts.words();
    const started = await net.request(desk.enrolStart(enrol, password));
    return desk.enrolKit(started, world.now()).split(' ');
  }

  /** Registers the account after the words were confirmed. */
  async enrolFinish(typed: string, code: string | undefined, device: string): Promise<Who> {
    const { desk, net } = this.#parts;
    const session = await net.request(desk.enrolFinish(typed, code, device));
    return this.#admit(desk.signedIn(session));
  }

  /**
   * Sets a new password with the recovery code. Ends like `signIn`, with a second factor if one is set. Fails with
   * `code` if the words are not a recovery code, and like a wrong password if they belong to another account.
   */
  async recover(handle: string, words: string, password: string, device: string): Promise<Who> {
    const { desk, net } = this.#parts;
    await this.#parts.words();
    const started = await net.request(desk.recoverStart(handle, words, password));
    this.#finish = desk.recoverFinish(started, device);
    return this.secondFactor();
  }

  /** Changes the password of the signed-in account. Requires the current one, and a second factor as in `signIn`. */
  async changePassword(handle: string, before: string, password: string): Promise<void> {
    const { desk, net } = this.#parts;
    const proof = JSON.stringify(await this.prove(handle, before));
    const started = await net.request(desk.passwordStart(password));
    this.#finish = desk.passwordFinish(started, proof);
    return this.passwordFactor();
  }

  /** The second half of a password change, like `secondFactor` for signing in. */
  async passwordFactor(code?: string): Promise<void> {
    await this.#finished(code);
  }

  /** Reads who is signed in again, after the second factor that the practice requires was set up. */
  async again(): Promise<Who> {
    const { who } = await this.#parts.net.refresh();
    this.#admitted(who);
    return who;
  }

  /** Ends this browser's session on the server. The caller ends the worker. */
  async signOut(): Promise<void> {
    const { desk, net, loop } = this.#parts;
    loop()?.stop();
    await net.request(desk.signOutCall());
    net.forget();
  }

  async #admit(admission: Admission): Promise<Who> {
    const { desk, net } = this.#parts;
    net.admit(admission.accessToken, admission.expiresIn);
    for (const memory of this.#memories) desk.recall(memory);
    if (this.#before && this.#before !== admission.device) {
      // Ends the session from before the lock. Otherwise the list of devices would grow with every unlock.
      await net.request(desk.endDeviceCall(this.#before)).catch(() => undefined);
    }
    this.#before = admission.device;
    desk.takeLimits(await net.request(desk.limitsCall()));
    this.#admitted(admission.who);
    return admission.who;
  }
}
