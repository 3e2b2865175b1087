{% macro _tuning_problems(declaration, path) %}
    {#- One sentence per mistake between the keys of a declared search. -#}
    {%- set tuning = declaration.tuning -%}
    {%- set problems = [] -%}
    {%- set searched = [] -%}
    {%- set learners = declaration.learners or assay.default_learners(declaration.task) -%}
    {%- for learner, space in tuning.space.items() -%}
        {%- set ranges = assay._declared_ranges(space) -%}
        {%- set place = path ~ '.tuning.space.' ~ learner -%}
        {%- if ranges -%}{%- do searched.append(learner) -%}{%- endif -%}
        {%- if ranges and learner not in learners -%}
            {%- do problems.append(place ~ ': the learners of the use case are ' ~ learners | join(', ')) -%}
        {%- endif -%}
        {%- for name, values in ranges.items() -%}
            {%- set bounds = [values.low, values.high] | reject('none') | list -%}
            {%- set where = place ~ '.' ~ name -%}
            {%- if values.choices and (bounds or values.log) or not values.choices and bounds | length < 2 -%}
                {%- do problems.append(where ~ ': needs either low and high, or choices') -%}
            {%- elif bounds and tuning.method == 'grid' -%}
                {%- do problems.append(where ~ ': a grid needs choices') -%}
            {%- elif bounds and values.low >= values.high -%}
                {%- do problems.append(where ~ ': low must be less than high') -%}
            {%- elif values.log and values.low <= 0 -%}
                {%- do problems.append(where ~ '.low: must be more than 0 where log is true') -%}
            {%- elif values.choices | length != values.choices | unique | list | length -%}
                {%- do problems.append(where ~ '.choices: names a value twice') -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if tuning.method is not none and not searched -%}
        {%- do problems.append(path ~ '.tuning.space: names no parameter to search') -%}
    {%- endif -%}
    {%- if tuning.method == 'grid' and tuning.trials is not none -%}
        {%- do problems.append(path ~ '.tuning.trials: a grid has as many trials as points') -%}
    {%- endif -%}
    {%- if tuning.nested and declaration.validation.folds < 3 -%}
        {%- do problems.append(path ~ '.tuning.nested: needs at least 3 folds, so that two are left inside') -%}
    {%- endif -%}
    {{ return(problems) }}
{% endmacro %}
