package io.collab.crdt.lib0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;
import org.junit.jupiter.api.Test;

class AnyTest {

    private static final long SAFE = Decoder.MAX_SAFE_INTEGER;

    @Test
    void aLongKeepsAllDigits() {
        assertThat(Any.of(SAFE)).isEqualTo(new Any.Num(SAFE));
        assertThat(Any.of(-SAFE)).isEqualTo(new Any.Num(-SAFE));
        assertThat(Any.of(SAFE + 1)).isEqualTo(new Any.BigInt(SAFE + 1));
        assertThat(Any.of(Long.MAX_VALUE)).isEqualTo(new Any.BigInt(Long.MAX_VALUE));
        assertThat(Any.of(Long.MIN_VALUE)).isEqualTo(new Any.BigInt(Long.MIN_VALUE));
        assertThat(Any.of(new AtomicLong(Long.MIN_VALUE))).isEqualTo(new Any.BigInt(Long.MIN_VALUE));
    }

    @Test
    void aBigIntegerKeepsAllDigits() {
        BigInteger large = BigInteger.TWO.pow(53).add(BigInteger.ONE);
        assertThat(Any.of(large)).isEqualTo(new Any.BigInt(9_007_199_254_740_993L));
        assertThat(Any.of(List.of(Map.of("k", large))).toString()).contains("9007199254740993");
        assertThat(Any.of(BigInteger.TEN)).isEqualTo(new Any.Num(10));
        assertThat(Any.of(BigInteger.valueOf(Long.MIN_VALUE))).isEqualTo(new Any.BigInt(Long.MIN_VALUE));
        assertThatThrownBy(() -> Any.of(BigInteger.TWO.pow(63))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDecimalIsTheTextOfADouble() {
        assertThat(Any.of(new BigDecimal("0.1"))).isEqualTo(new Any.Num(0.1));
        assertThat(Any.of(new BigDecimal("1.50"))).isEqualTo(new Any.Num(1.5));
        assertThat(Any.of(new BigDecimal("2e23"))).isEqualTo(new Any.Num(2e23));
        assertThat(Any.of(new BigDecimal(0.1))).isEqualTo(new Any.Num(0.1));
        for (String lossy : List.of("9007199254740993", "0.1000000000000000000001", "1e400", "1e-400")) {
            assertThatThrownBy(() -> Any.of(new BigDecimal(lossy)))
                    .as(lossy)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void otherNumbersAreThoseOfTheirText() {
        assertThat(Any.of((byte) -1)).isEqualTo(new Any.Num(-1));
        assertThat(Any.of(0.5f)).isEqualTo(new Any.Num(0.5));
        assertThat(Any.of(Integer.MIN_VALUE)).isEqualTo(new Any.Num(Integer.MIN_VALUE));
        DoubleAdder sum = new DoubleAdder();
        sum.add(0.25);
        assertThat(Any.of(sum)).isEqualTo(new Any.Num(0.25));
        sum.add(Double.NaN);
        assertThatThrownBy(() -> Any.of(sum)).isInstanceOf(IllegalArgumentException.class);
    }
}
