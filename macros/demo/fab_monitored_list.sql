{% macro fab_monitored_list() %}
    {#- The sensors under statistical process control, as [step name, sensor]: three standard deviations
        from the centre raise an alarm. -#}
    {{ return([
        ['oxidation', 1], ['lithography', 2], ['etch', 2], ['etch', 3], ['anneal', 2], ['anneal', 3],
        ['polishing', 1],
    ]) }}
{% endmacro %}
