package io.collab.crdt.lib0;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Doubles as JavaScript writes them (ECMA-262, Number::toString): the shortest digits that read back as the same
 * double, and of those the closest, or the even one of two equally close. {@link Double#toString(double)} of JDK 17 sometimes gives more digits.
 */
public final class JsNumber {

    private JsNumber() {}

    /**
     * Returns the text of a number.
     *
     * @param value any double
     */
    public static String toString(double value) {
        if (value == (long) value && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        return (value < 0 ? "-" : "") + layout(digits, point);
    }

    /** Places the decimal point: {@code point} digits stand before it. */
    private static String layout(String digits, int point) {
        int count = digits.length();
        if (point > 21 || point < -5) {
            int exponent = point - 1;
            String fraction = count == 1 ? "" : "." + digits.substring(1);
            return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
        }
        if (point >= count) {
            return digits + "0".repeat(point - count);
        }
        if (point > 0) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        return "0." + "0".repeat(-point) + digits;
    }

    private static BigDecimal shortest(double value) {
        BigDecimal candidate = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (candidate.precision() <= 15 && value >= Double.MIN_NORMAL) {
            return candidate; // no two decimals of 15 digits are the same double
        }
        BigDecimal exact = new BigDecimal(value);
        for (int precision = 1; precision < 17; precision++) {
            BigDecimal down = exact.round(new MathContext(precision, RoundingMode.DOWN));
            BigDecimal up = exact.round(new MathContext(precision, RoundingMode.UP));
            boolean downFits = down.doubleValue() == value;
            boolean upFits = up.doubleValue() == value;
            if (downFits && upFits) {
                int order = exact.subtract(down).compareTo(up.subtract(exact));
                boolean even = !down.unscaledValue().testBit(0);
                return (order < 0 || order == 0 && even ? down : up).stripTrailingZeros();
            }
            if (downFits || upFits) {
                return (downFits ? down : up).stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(17, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }
}
