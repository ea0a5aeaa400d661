declare global {
  namespace App {
    interface PageState {
      /** The page to open after signing in. */
      next?: string;
    }
  }
}

export {};
