package io.collab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CloseCodeTest {
    private static final Set<Integer> RETRYABLE_STANDARD_CODES = Set.of(1012, 1013);

    @ParameterizedTest
    @EnumSource
    void codesOf44xxAreFinalAndCodesOf45xxRetryable(CloseCode closeCode) {
        int code = closeCode.code();
        boolean expected = code >= 4500 && code <= 4599 || RETRYABLE_STANDARD_CODES.contains(code);
        assertThat(closeCode.retryable()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeIsAStandardOneOrOfARangeOfCollab(CloseCode closeCode) {
        assertThat(closeCode.code()).matches(code -> code >= 1000 && code <= 1014 || code >= 4400 && code <= 4599);
    }

    @Test
    void codesAreUnique() {
        assertThat(Arrays.stream(CloseCode.values()).map(CloseCode::code)).doesNotHaveDuplicates();
    }
}
