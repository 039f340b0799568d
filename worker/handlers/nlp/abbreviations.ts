/** Words whose full stop ends no sentence, in small letters and without the last stop. English has its own model. */

function list(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}

export const ABBREVIATIONS: Readonly<Record<string, ReadonlySet<string>>> = {
  de: list("abs art bd bzw ca d.h dr evtl fr geb gem ggf hr hrsg inkl ing inkl jh lt max min mind mio mrd nr prof s sog st str tel u.a usw vgl z.b zzgl z e e.v b a d h u"),
  fr: list("m mm mme mlle dr me pr art av bd boul cf chap env etc ex fig p pp tél vol n no st ste"),
  es: list("sr sra srta sres d dña dr dra prof avda c art cap cf ej etc excmo ilmo núm n pág págs tel ud uds vd vds p vol"),
  it: list("sig sig.ra sig.na sigg dott dott.ssa dr prof ing avv arch art cap cfr ecc egr es fig gent n nn pag pagg p s spett tel v vol"),
  nl: list("dhr mevr mw dr drs ir ing prof art bijv blz bv ca d.w.z e.d enz evt fig incl jl m.b.t nr o.a pag resp st str tel t.a.v z.s.m"),
  pt: list("sr sra srs dr dra prof eng art av cap cf ex etc exmo exma fig n nº p pág págs r tel v.ex vol"),
};
