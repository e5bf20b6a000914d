package io.x0tta6bl4.itests.exam;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class run inside a framework of their own, started once for the class.
 *
 * <p>The class has one static method without parameters, marked with Pax Exam's {@code @Configuration}, that returns what
 * the framework is made of; see {@link Bundles}. Test and lifecycle methods may take the {@code BundleContext} of the test
 * bundle. Each test method runs by itself inside, so {@code @BeforeAll} runs once for each; what tests share lives in the
 * framework.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ExamExtension.class)
public @interface InFramework {}
