/** Memory of each function; with it comes a share of a processor, of which a cold start is glad. */
export const FUNCTION_MEMORY_MB = 512;

/** How many alarms watch over the stack; each has its price. */
export const ALARMS = 9;
