package io.collab.crdt.lib0;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Java numbers as values, without loss. Stateless. */
final class Numbers {

    private static final int LONG_BITS = 63;

    private Numbers() {}

    /**
     * Returns a number as a double if that keeps its value, else as a big integer.
     *
     * @throws IllegalArgumentException if neither can represent it
     */
    static Any of(Number number) {
        if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return new Any.Num(number.intValue());
        }
        if (number instanceof Double || number instanceof Float) {
            return new Any.Num(number.doubleValue());
        }
        if (number instanceof Long) {
            return ofLong(number.longValue());
        }
        if (number instanceof BigInteger integer) {
            if (integer.bitLength() > LONG_BITS) {
                throw new IllegalArgumentException("a big integer has at most 64 bits, not " + integer.bitLength());
            }
            return ofLong(integer.longValue());
        }
        if (number instanceof BigDecimal decimal) {
            return ofDecimal(decimal);
        }
        return ofText(number.toString());
    }

    /** Returns a number of any other class by its decimal text. */
    private static Any ofText(String text) {
        BigDecimal decimal = new BigDecimal(text);
        try {
            return ofLong(decimal.longValueExact());
        } catch (ArithmeticException notLong) {
            return ofDecimal(decimal);
        }
    }

    private static Any ofLong(long number) {
        return number < -Decoder.MAX_SAFE_INTEGER || number > Decoder.MAX_SAFE_INTEGER
                ? new Any.BigInt(number)
                : new Any.Num(number);
    }

    private static Any ofDecimal(BigDecimal decimal) {
        double value = decimal.doubleValue();
        boolean exact = Double.isFinite(value)
                && (decimal.compareTo(new BigDecimal(JsNumber.toString(value))) == 0
                        || decimal.compareTo(new BigDecimal(value)) == 0);
        if (!exact) {
            throw new IllegalArgumentException("a decimal of " + decimal.precision() + " digits is no double");
        }
        return new Any.Num(value);
    }
}
