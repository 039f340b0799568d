import { expect, it } from "vitest";
import { resourceQuantity } from "./quantities.ts";

it.each([[1, "1"], [0, "0"], ["500m", "500m"], ["1.5Gi", "1.5Gi"], ["2", "2"]])("takes %j as an amount", (given, wanted) => {
  expect(resourceQuantity().parse(given)).toBe(wanted);
});

it.each([[-1], [0.5], ["1GB"], [""], ["-1"], ["1 Gi"], [null], [{}], ["9".repeat(25)], [2 ** 40]])("refuses %j as an amount", (given) => {
  expect(resourceQuantity().safeParse(given).success).toBe(false);
});
