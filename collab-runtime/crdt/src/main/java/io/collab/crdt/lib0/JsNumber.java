package io.collab.crdt.lib0;

/**
 * The text of doubles as in JavaScript (ECMA-262, Number::toString): the shortest digits that are read as the same
 * double, and of those the closest, or the even one of two equally close. {@link Double#toString(double)} of JDK 17
 * sometimes returns more digits.
 */
public final class JsNumber {

    private static final int MAX_DIGITS = 17;

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
        return (value < 0 ? "-" : "") + positive(Math.abs(value));
    }

    private static String positive(double value) {
        String java = Double.toString(value);
        int e = java.indexOf('E');
        String mantissa = e < 0 ? java : java.substring(0, e);
        int point = mantissa.indexOf('.');
        long digits = Long.parseLong(mantissa.substring(0, point) + mantissa.substring(point + 1));
        int exponent = (e < 0 ? 0 : Integer.parseInt(java.substring(e + 1))) - (mantissa.length() - point - 1);
        while (digits % 10 == 0) {
            digits /= 10;
            exponent++;
        }
        int count = Long.toString(digits).length();
        if (count <= 15 && value >= Double.MIN_NORMAL) {
            return layout(digits, exponent); // different decimals of 15 digits are different doubles
        }
        long dropped = 1;
        for (int i = 1; i < count; i++) {
            dropped *= 10;
        }
        for (int kept = 1; kept <= MAX_DIGITS && dropped > 0; kept++, dropped /= 10) {
            int scale = exponent + count - kept;
            long candidate = fitting(value, digits / dropped, scale);
            if (candidate >= 0) {
                return layout(candidate, scale);
            }
        }
        return layout(closest(value, digits, exponent), exponent);
    }

    /** Returns the better one of the decimals {@code low} and {@code low + 1} that are read as the value, or -1. */
    private static long fitting(double value, long low, int exponent) {
        if (!reads(value, low, exponent) && !reads(value, low + 1, exponent)) {
            return -1;
        }
        long best = closest(value, low, exponent);
        if (reads(value, best, exponent)) {
            return best;
        }
        return reads(value, low, exponent) ? low : low + 1;
    }

    private static boolean reads(double value, long digits, int exponent) {
        return Double.parseDouble(digits + "e" + exponent) == value;
    }

    /** Returns the closest multiple of a power of ten, starting at a near one. */
    private static long closest(double value, long near, int exponent) {
        long digits = near;
        while (compareToMiddle(value, digits, exponent) > 0) {
            digits++;
        }
        while (digits > 0 && compareToMiddle(value, digits - 1, exponent) < 0) {
            digits--;
        }
        boolean tie = compareToMiddle(value, digits, exponent) == 0;
        return tie && digits % 2 != 0 ? digits + 1 : digits;
    }

    /** Compares a double exactly with the middle of {@code digits} and {@code digits + 1} times a power of ten. */
    private static int compareToMiddle(double value, long digits, int exponent) {
        long bits = Double.doubleToLongBits(value);
        int biased = (int) (bits >>> 52);
        long mantissa = bits & (1L << 52) - 1 | (biased == 0 ? 0 : 1L << 52);
        Natural left = new Natural(mantissa);
        Natural right = new Natural(2 * digits + 1);
        int leftTwos = Math.max(biased, 1) - 1075 + 1; // plus one because both sides are doubled
        int rightTwos = exponent;
        (exponent < 0 ? left : right).multiplyByPowerOfFive(Math.abs(exponent));
        if (leftTwos > rightTwos) {
            left.shiftLeft(leftTwos - rightTwos);
        } else {
            right.shiftLeft(rightTwos - leftTwos);
        }
        return left.compareTo(right);
    }

    /** Inserts the decimal point or the exponent. */
    private static String layout(long number, int exponent) {
        long significant = number;
        int scale = exponent;
        while (significant % 10 == 0) {
            significant /= 10;
            scale++;
        }
        String digits = Long.toString(significant);
        int count = digits.length();
        int point = count + scale;
        if (point > 21 || point < -5) {
            int power = point - 1;
            String fraction = count == 1 ? "" : "." + digits.substring(1);
            return digits.charAt(0) + fraction + "e" + (power < 0 ? "-" : "+") + Math.abs(power);
        }
        if (point >= count) {
            return digits + "0".repeat(point - count);
        }
        if (point > 0) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        return "0." + "0".repeat(-point) + digits;
    }
}
