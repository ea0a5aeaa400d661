declare global {
  namespace App {
    interface PageState {
      /** Where somebody wanted to go before they were asked to sign in. */
      next?: string;
    }
  }
}

export {};
