import { mkdirSync, rmSync, statSync } from "node:fs";
import sharp from "sharp";
import { isBlank } from "./ocr/is-blank.ts";
import { createPreprocessingHandler } from "./preprocessing.ts";
import { preprocessingOptions } from "../../contract/handlers/preprocessing-options.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { encodePage } from "./preprocessing/encode-page.ts"; import { createTiffFile } from "./preprocessing/tiff-file.ts";
const {data,info}=await sharp("/work/main/test/corpus/samples/letters/boiler-complaint.png").extractChannel(0).raw().toBuffer({resolveWithObject:true});
rmSync("/tmp/vp/big.tif",{force:true});
const f=await createTiffFile("/tmp/vp/big.tif"); for(let i=0;i<300;i++) await f.addPage(await encodePage({data,width:info.width,height:info.height,channels:1,dpi:200},"tiff")); await f.close();
const big=new Uint8Array(8_700_000).fill(250);
for (let k=0;k<3;k++){ let t=performance.now(); isBlank(big); const a=performance.now()-t; t=performance.now(); const h=new Uint32Array(256); for(let i=0;i<big.length;i++) h[big[i]!]!++; console.log("isBlank",a,"indexed",performance.now()-t);}
const h=createPreprocessingHandler(); let peak=0; const base=process.memoryUsage().rss;
const timer=setInterval(()=>{const r=process.memoryUsage().rss; if(r>peak)peak=r;},50);
rmSync("/tmp/vp/out",{recursive:true,force:true}); mkdirSync("/tmp/vp/out");
const t=performance.now();
const r:any=await h.run({document:{id:"a",index:0},attempt:1,options:preprocessingOptions.parse({format:"tiff",contrast:true}),input:{path:"/tmp/vp/big.tif",bytes:statSync("/tmp/vp/big.tif").size,sha256:""},earlier:{},outputFolder:async()=>"/tmp/vp/out",limits:DEFAULT_LIMITS,signal:new AbortController().signal} as any);
console.log(Math.round(performance.now()-t)/300,"ms/page", JSON.stringify(r), "base",base>>20,"peak MiB",peak>>20, statSync("/tmp/vp/out/pages.tif").size, (await sharp("/tmp/vp/out/pages.tif").metadata()).pages);
clearInterval(timer);
