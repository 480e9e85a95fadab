/** CSS height of a list in a batch's tab: it follows the window, within a readable minimum. */
export const TAB_LIST_HEIGHT = 'min(640px, max(320px, calc(100vh - 220px)))';
