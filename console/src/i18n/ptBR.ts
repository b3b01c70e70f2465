import type { Messages } from "./en";
import { generalPtBR } from "./ptBR.general";
import { workPtBR } from "./ptBR.work";

export const ptBR: Messages = { ...generalPtBR, ...workPtBR };
