/** Whether the page is being printed: on paper, "yesterday" would be true for one day only. */
export const paper = $state({ on: false });
