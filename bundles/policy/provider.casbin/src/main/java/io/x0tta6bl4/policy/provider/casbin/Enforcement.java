package io.x0tta6bl4.policy.provider.casbin;

import com.googlecode.aviator.AviatorEvaluator;
import com.googlecode.aviator.AviatorEvaluatorInstance;
import com.googlecode.aviator.EvalMode;
import com.googlecode.aviator.runtime.type.AviatorBoolean;
import com.googlecode.aviator.runtime.type.AviatorObject;
import io.x0tta6bl4.policy.api.Decision;
import io.x0tta6bl4.policy.api.Request;
import io.x0tta6bl4.policy.api.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.casbin.jcasbin.main.EnforceResult;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Assertion;
import org.casbin.jcasbin.model.Model;
import org.casbin.jcasbin.util.function.CustomFunction;

/** The rules of one file in jCasbin: allowed is what some rule allows and none denies. */
final class Enforcement {
    private static final String MATCHER =
            "who(r_who, p_who) && action(r_action, p_action) && target(r_target, p_target)";
    private static final String EFFECT = "some(where (p_eft == allow)) && !some(where (p_eft == deny))";
    private static final int LINE = 4;

    private final String file;
    private final Enforcer enforcer;

    Enforcement(String file, List<Rule> rules) {
        this.file = file;
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Enforcement.class.getClassLoader());
        try {
            enforcer = new Enforcer(model(rules));
            AviatorEvaluatorInstance evaluator = AviatorEvaluator.newInstance(EvalMode.INTERPRETER);
            enforcer.setAviatorEvaluator(evaluator);
            enforcer.addFunction("who", new Predicate("who", Matching::who));
            enforcer.addFunction("action", new Predicate("action", Matching::action));
            enforcer.addFunction("target", new Predicate("target", Matching::target));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** The words of the request come first in a matcher, those of the rule second. */
    private static final class Predicate extends CustomFunction {
        private static final long serialVersionUID = 1L;
        private final String name;
        private final transient BiPredicate<String, String> covers;

        Predicate(String name, BiPredicate<String, String> covers) {
            this.name = name;
            this.covers = covers;
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public AviatorObject call(Map<String, Object> env, AviatorObject wanted, AviatorObject rule) {
            return AviatorBoolean.valueOf(
                    covers.test(String.valueOf(rule.getValue(env)), String.valueOf(wanted.getValue(env))));
        }
    }

    private static Model model(List<Rule> rules) {
        Model model = new Model();
        define(model, "r", "r_who", "r_action", "r_target");
        Assertion policy = define(model, "p", "p_who", "p_action", "p_target", "p_eft", "p_line");
        define(model, "e").value = EFFECT;
        define(model, "m").value = MATCHER;
        for (Rule rule : rules) {
            List<String> words = List.of(
                    rule.who(),
                    rule.action(),
                    rule.target(),
                    rule.allows() ? "allow" : "deny",
                    Integer.toString(rule.line()));
            policy.policy.add(new ArrayList<>(words));
        }
        return model;
    }

    private static Assertion define(Model model, String section, String... tokens) {
        Assertion assertion = new Assertion();
        assertion.key = section;
        assertion.value = String.join(", ", tokens);
        assertion.tokens = tokens;
        assertion.initPriorityIndex();
        Map<String, Assertion> only = new HashMap<>();
        only.put(section, assertion);
        model.model.put(section, only);
        return assertion;
    }

    /** Not for two threads at once. */
    synchronized Decision decide(Request request) {
        EnforceResult result = enforcer.enforceEx(request.who(), request.action(), request.target());
        List<String> rule = Objects.requireNonNullElse(result.getExplain(), List.of());
        String where = rule.size() > LINE ? file + ":" + rule.get(LINE) : "";
        if (result.isAllow()) return new Decision.Allowed(where + " allows it");
        return new Decision.Denied(where.isEmpty() ? "no rule of " + file + " allows it" : where + " denies it");
    }
}
