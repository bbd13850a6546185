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

/** Runs one rule of a kit as JUnit does, so that a test can observe its failure. */
final class Kits {
    private Kits() {}

    /**
     * Expects a rule to fail with a message that names the defect.
     *
     * @param kit an instance of the kit over a defective adapter
     * @param number the number of the rule
     * @param message a part of the expected message
     */
    static void assertReported(Object kit, int number, String message) {
        Method rule = Arrays.stream(kit.getClass().getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .filter(method -> method.getName().matches("[a-z]+_[a-z]+" + number + "_.*"))
                .findFirst()
                .orElseThrow();
        assertThat(failureOf(kit, rule))
                .as("a defective adapter passes %s", rule.getName())
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

    /** Runs the methods with an annotation: those of super classes first before a test, last after it. */
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
