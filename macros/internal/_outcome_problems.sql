{% macro _outcome_problems(declaration, path) %}
    {#- One sentence per mistake in the money of a decision: four outcomes of an event, one value of a predicted
        quantity or class. -#}
    {%- set problems = [] -%}
    {%- set owner = {'value': 'a regression or a multiclass task'} -%}
    {%- set traits = assay.tasks()[declaration.task] -%}
    {%- set own = ['tp', 'fp', 'fn', 'tn'] if traits.label == 'event' else ['value'] if traits.decides else [] -%}
    {%- set foreign = [] -%}
    {%- set declared = [] -%}
    {%- set absent = [] -%}
    {%- for outcome, sql in declaration.outcomes.items() -%}
        {%- if sql is not none and outcome not in own -%}{%- do foreign.append(outcome) -%}
        {%- elif outcome in own -%}{%- do (absent if sql is none else declared).append(outcome) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if foreign -%}
        {%- do problems.append(
            path ~ '.outcomes.' ~ foreign[0] ~ ': only ' ~ owner.get(foreign[0], 'a binary task') ~ ' has it; the task is '
            ~ declaration.task
        ) -%}
    {%- elif declared and declaration.label.sql is none and not assay.tasks()[declaration.task].learns_from_label -%}
        {%- do problems.append(path ~ '.outcomes: have no use without label.sql') -%}
    {%- elif declared and absent -%}
        {%- do problems.append(path ~ '.outcomes.' ~ absent[0] ~ ': missing; all four outcomes are needed, or none') -%}
    {%- endif -%}
    {%- for policy in declaration.policies if not foreign -%}
        {%- set place = path ~ '.policies[' ~ loop.index0 ~ '].prediction: ' -%}
        {%- if
            policy.prediction is not none and declaration.outcomes.value is none and declaration.task != 'regression'
        -%}
            {%- do problems.append(place ~ 'has no use without outcomes.value') -%}
        {%- elif
            policy.prediction is none and declaration.outcomes.value is not none
            and policy.sql | trim | lower != 'false'
        -%}
            {%- do problems.append(place ~ 'missing; outcomes.value needs the quantity or class that a policy acts on') -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(problems) }}
{% endmacro %}
