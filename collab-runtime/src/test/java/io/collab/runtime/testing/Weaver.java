package io.collab.runtime.testing;

import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Rewrites a class so that {@link Schedule} controls its threads: a switch point before every access to a field and every call to
 * {@code java.util}, and monitors of the schedule in place of the JVM's. A call that runs a function under a lock of the JDK
 * ({@code ConcurrentHashMap.compute}) is one step. Identity hash codes become sequence numbers, so that sets iterate in the same
 * order in every run with the same seed.
 */
final class Weaver extends ClassVisitor {
    private static final String SCHEDULE = "io/collab/runtime/testing/Schedule";
    private static final Set<String> FUNCTION_UNDER_LOCK =
            Set.of("compute", "computeIfAbsent", "computeIfPresent", "merge");
    private String name = "";
    private boolean addsHashCode;

    private Weaver(ClassWriter out) {
        super(Opcodes.ASM9, out);
    }

    static byte[] weave(byte[] bytes) {
        ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        new ClassReader(bytes).accept(new Weaver(out), 0);
        return out.toByteArray();
    }

    @Override
    public void visit(int version, int access, String type, String signature, String superName, String[] interfaces) {
        super.visit(version, access, type, signature, superName, interfaces);
        name = type.substring(type.lastIndexOf('/') + 1);
        addsHashCode = superName.equals("java/lang/Object") && (access & Opcodes.ACC_INTERFACE) == 0;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String method, String descriptor, String signature, String[] exceptions) {
        addsHashCode &= !method.equals("hashCode");
        int unsynchronized = access & ~Opcodes.ACC_SYNCHRONIZED;
        MethodVisitor out = super.visitMethod(unsynchronized, method, descriptor, signature, exceptions);
        boolean synchronizedOnThis = access != unsynchronized && (access & Opcodes.ACC_STATIC) == 0;
        if (method.equals("<init>") || method.equals("<clinit>")) {
            return out; // the object is not shared yet
        }
        return new Steps(out, name + "." + method, synchronizedOnThis);
    }

    @Override
    public void visitEnd() {
        if (addsHashCode) {
            MethodVisitor out = super.visitMethod(Opcodes.ACC_PUBLIC, "hashCode", "()I", null, null);
            out.visitCode();
            out.visitVarInsn(Opcodes.ALOAD, 0);
            out.visitMethodInsn(Opcodes.INVOKESTATIC, SCHEDULE, "hash", "(Ljava/lang/Object;)I", false);
            out.visitInsn(Opcodes.IRETURN);
            out.visitMaxs(1, 1);
            out.visitEnd();
        }
        super.visitEnd();
    }

    /** Adds the steps of one method. */
    private static final class Steps extends MethodVisitor {
        private final String method;
        private final boolean synchronizedOnThis;
        private int line;

        Steps(MethodVisitor out, String method, boolean synchronizedOnThis) {
            super(Opcodes.ASM9, out);
            this.method = method;
            this.synchronizedOnThis = synchronizedOnThis;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            if (synchronizedOnThis) {
                super.visitVarInsn(Opcodes.ALOAD, 0);
                enter();
            }
        }

        @Override
        public void visitLineNumber(int number, Label start) {
            line = number;
            super.visitLineNumber(number, start);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String descriptor) {
            if (opcode != Opcodes.GETSTATIC) {
                point(field);
            }
            super.visitFieldInsn(opcode, owner, field, descriptor);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String called, String descriptor, boolean ofInterface) {
            boolean oneStep = owner.startsWith("java/util/") && FUNCTION_UNDER_LOCK.contains(called);
            if (owner.startsWith("java/util/") && !called.equals("<init>")) {
                point(called);
            }
            if (oneStep) {
                schedule("beginStep", "()V");
            }
            super.visitMethodInsn(opcode, owner, called, descriptor, ofInterface);
            if (oneStep) {
                schedule("endStep", "()V");
            }
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.MONITORENTER) {
                enter();
            } else if (opcode == Opcodes.MONITOREXIT) {
                exit();
            } else {
                if (synchronizedOnThis && opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                    exit();
                }
                super.visitInsn(opcode);
            }
        }

        private void enter() {
            super.visitLdcInsn(method + ":" + line + " synchronized");
            schedule("enter", "(Ljava/lang/Object;Ljava/lang/String;)V");
        }

        private void exit() {
            super.visitLdcInsn(method + ":" + line + " end of synchronized");
            schedule("exit", "(Ljava/lang/Object;Ljava/lang/String;)V");
        }

        private void point(String what) {
            super.visitLdcInsn(method + ":" + line + " " + what);
            schedule("step", "(Ljava/lang/String;)V");
        }

        private void schedule(String hook, String descriptor) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, SCHEDULE, hook, descriptor, false);
        }
    }
}
