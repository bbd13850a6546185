package io.collab.runtime.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs one rule of a kit as JUnit would, so that a test can see it fail. */
final class Kits {
    private Kits() {}

    /** Expects the rule with this number to fail with a message that says what is wrong. */
    static void assertCaught(Object kit, int number, String message) {
        Method rule = Arrays.stream(kit.getClass().getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .filter(method -> method.getName().matches("[a-z]+_[a-z]+" + number + "_.*"))
                .findFirst()
                .orElseThrow();
        assertThat(failureOf(kit, rule))
                .as("a broken adapter passes %s", rule.getName())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(message);
    }

    static List<Integer> numbersOf(Class<?> kit) {
        return RuleCoverageTest.rulesOf(kit).stream()
                .map(name -> Integer.valueOf(name.replaceAll("\\D+(\\d{3})_.*", "$1")))
                .sorted()
                .toList();
    }

    private static Throwable failureOf(Object kit, Method rule) {
        try {
            runAll(kit, BeforeEach.class);
            try {
                rule.invoke(kit);
                return null;
            } catch (InvocationTargetException failure) {
                return failure.getCause();
            } finally {
                runAll(kit, AfterEach.class);
            }
        } catch (ReflectiveOperationException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Methods of super classes first before a test, last after it. */
    private static void runAll(Object kit, Class<? extends Annotation> when) throws ReflectiveOperationException {
        List<Class<?>> classes = new ArrayList<>();
        for (Class<?> c = kit.getClass(); c != null; c = c.getSuperclass()) {
            classes.add(when == BeforeEach.class ? 0 : classes.size(), c);
        }
        for (Class<?> c : classes) {
            for (Method method : c.getDeclaredMethods()) {
                if (method.isAnnotationPresent(when)) {
                    method.setAccessible(true);
                    method.invoke(kit);
                }
            }
        }
    }
}
