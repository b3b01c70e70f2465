import { general } from "./en.general";
import { work } from "./en.work";

export const en = { ...general, ...work };

/** What every language has to say. */
export type Messages = typeof en;
