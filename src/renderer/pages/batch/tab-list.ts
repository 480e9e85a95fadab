/** How high a long list in a batch's tab is: as much as the window has, never so little that it cannot be read. */
export const TAB_LIST_HEIGHT = 'min(640px, max(320px, calc(100vh - 220px)))';
