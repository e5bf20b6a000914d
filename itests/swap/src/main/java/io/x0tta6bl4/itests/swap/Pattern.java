package io.x0tta6bl4.itests.swap;

/** The ways of reaching a capability that are compared. */
public enum Pattern {
    HOT(HotConsumer.class, "0..n", "dynamic", " unbind=\"unbind\""),
    NAIVE(NaiveConsumer.class, "1..1", "static", ""),
    LEAKY(LeakyConsumer.class, "0..n", "dynamic", " unbind=\"unbind\"");

    private final Class<? extends Consumer> type;
    private final String cardinality;
    private final String policy;
    private final String unbind;

    Pattern(Class<? extends Consumer> type, String cardinality, String policy, String unbind) {
        this.type = type;
        this.cardinality = cardinality;
        this.policy = policy;
        this.unbind = unbind;
    }

    /** A bundle with one component that consumes the service this way; several interfaces of one package at most. */
    byte[] bundle(String service, String target) {
        String name = "swap.consumer." + name().toLowerCase(java.util.Locale.ROOT);
        String api = service.substring(0, service.lastIndexOf('.'));
        String xml = "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.4.0\" name=\"" + name
                + "\" immediate=\"true\"" + (this == HOT ? " deactivate=\"close\"" : "")
                + "><service><provide interface=\""
                + Consumer.class.getName() + "\"/></service><reference name=\"provider\" interface=\"" + service
                + "\" cardinality=\"" + cardinality + "\" policy=\"" + policy
                + "\" policy-option=\"greedy\" bind=\"bind\""
                + unbind + (target.isEmpty() ? "" : " target=\"" + target + "\"") + "/><implementation class=\""
                + type.getName() + "\"/></scr:component>";
        return Jars.component(name, "1.0.0", xml, api + "," + Consumer.class.getPackageName() + ",org.osgi.framework");
    }
}
