package io.collab.runtime.testing;

import io.collab.runtime.threads.Mailbox;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.util.List;

/**
 * Loads the runtime's classes under test, and the scenarios that use them, apart from those of the application class loader, with
 * {@link Weaver}'s switch points in them. Everything else comes from the application class loader.
 */
final class WeavingClassLoader extends ClassLoader {
    private static final String RUNTIME = "io.collab.runtime.";
    private static final List<String> SHARED = List.of("testing.", "memory.", "tck.");
    private static final List<String> WOVEN = List.of("threads.", "ordering.", "flow.", "session.");
    private static final String MAIN_CLASSES =
            Mailbox.class.getProtectionDomain().getCodeSource().getLocation().toString();

    static {
        registerAsParallelCapable();
    }

    WeavingClassLoader() {
        super(WeavingClassLoader.class.getClassLoader());
    }

    /** Creates a scenario from the classes of this loader. */
    Scenario scenario(Class<? extends Scenario> type) throws ReflectiveOperationException {
        Constructor<? extends Scenario> constructor =
                loadClass(type.getName()).asSubclass(Scenario.class).getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(RUNTIME) || startsWithAny(name, SHARED)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        URL resource = getResource(name.replace('.', '/') + ".class");
        if (resource == null) {
            throw new ClassNotFoundException(name);
        }
        try (InputStream in = resource.openStream()) {
            byte[] bytes = in.readAllBytes();
            boolean woven = resource.toString().startsWith(MAIN_CLASSES) && startsWithAny(name, WOVEN);
            byte[] code = woven ? Weaver.weave(bytes) : bytes;
            return defineClass(name, code, 0, code.length);
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name, unreadable);
        }
    }

    private static boolean startsWithAny(String name, List<String> packages) {
        return packages.stream().anyMatch(each -> name.startsWith(RUNTIME + each));
    }
}
